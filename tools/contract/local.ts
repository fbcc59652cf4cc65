import { type LocalAdobe, startLocalAdobe } from '../../local/adobe';
import type { PlatformCredential } from './options';

export interface LocalPlatform {
	adobe: LocalAdobe;
	credential: PlatformCredential;
	/** one that batches can be created for */
	dataset: string;
	close(): Promise<void>;
}

/** A local Adobe whose tenant has something of everything that facts look at. */
export async function localPlatform(): Promise<LocalPlatform> {
	const adobe = await startLocalAdobe();
	adobe.seedTenant();
	seedRuns(adobe);
	const { organizationId, clientId, clientSecret, scopes, sandboxName } = adobe.demo;
	const [target] = adobe.targetConnections();
	return {
		adobe,
		credential: {
			organizationId,
			clientId,
			clientSecret,
			scopes,
			sandboxName,
			imsUrl: adobe.url,
			platformUrl: adobe.url,
		},
		dataset: String(target?.params.dataSetId),
		close: async () => await adobe.close(),
	};
}

const MINUTE = 60_000;

/** Runs of each kind that facts look at. */
function seedRuns(adobe: LocalAdobe): void {
	const flows = adobe.flows();
	const now = Date.now();
	for (const [index, outcome] of (
		['success', 'keysRefused', 'records', 'partialSuccess'] as const
	).entries()) {
		const flowId = flows[index % flows.length]?.id;
		if (flowId === undefined) continue;
		const startedAt = now - (10 + index) * MINUTE;
		adobe.seedRun({ flowId, outcome, startedAt, completedAt: startedAt + MINUTE });
	}
}
