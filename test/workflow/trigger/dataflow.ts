import type { LocalAdobe } from '../../../local/adobe';
import { CredentialStore } from '../../support/credentialStore';
import { credentialData } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { draft } from '../dataflow/cases';

/** Creates a dataflow that runs by itself only long after the test, and returns its ID. */
export async function makeDataflow(adobe: LocalAdobe): Promise<string> {
	const { id } = adobe.seedConnection({ name: 'Landing' });
	const startTime = new Date(Date.now() + 3_600_000).toISOString();
	const { json } = await runNode(new CredentialStore(credentialData(adobe)), {
		parameters: draft('create', id, 'stores/stores.csv.gz', 'stores', { startTime }),
	});
	return String(json[0]?.id);
}

/** How often runs were requested, of all dataflows or of one. */
export function looks({ journal }: LocalAdobe, dataflowId = ''): number {
	return journal.filter(
		({ path, query }) =>
			path.includes('/flowservice/runs') && decodeURIComponent(query).includes(dataflowId),
	).length;
}

/** Adds a run that has just failed because of its records, and returns its ID. */
export function failRun(adobe: LocalAdobe, flowId: string): string {
	const now = Date.now();
	const times = { startedAt: now - 5_000, completedAt: now };
	return adobe.seedRun({ flowId, outcome: 'failed', ...times }).id;
}
