import { type LocalAdobe, startLocalAdobe } from '../../../local/adobe';
import { demoCredential } from '../../../local/demo';
import type { CredentialEntry } from '../../../local/n8n/entries';
import type { N8nInstance } from '../../../local/n8n/instance';
import { discard, freshN8n } from '../../support/n8n/freshN8n';

/** A local Adobe, and a real n8n that holds a good credential for it. */
export interface Lab {
	adobe: LocalAdobe;
	n8n: N8nInstance;
	/** what n8n holds, under the ID that the examples refer to */
	credential: CredentialEntry;
	close(): Promise<void>;
}

/** Opens one lab; a test file needs no more than one for all its tests. */
export async function openLab(
	options: { adobe?: Parameters<typeof startLocalAdobe>[0] } = {},
): Promise<Lab> {
	const n8n = await freshN8n();
	const adobe = await startLocalAdobe(options.adobe);
	const credential = demoCredential(adobe);
	await n8n.importCredentials(credential);
	return {
		adobe,
		n8n,
		credential,
		async close() {
			await discard(n8n);
			await adobe.close();
		},
	};
}
