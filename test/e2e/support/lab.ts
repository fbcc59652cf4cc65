import { type LocalAdobe, startLocalAdobe } from '../../../local/adobe';
import { demoCredential, demoOwner } from '../../../local/demo';
import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';
import type { N8nInstance } from '../../../local/n8n/instance';
import type { EditorApi } from '../../../local/n8n/rest';
import { discard, freshN8n } from '../../support/n8n/freshN8n';

/** A local Adobe, and a real n8n that holds a good credential for it. */
export interface Lab {
	adobe: LocalAdobe;
	n8n: N8nInstance;
	/** what n8n holds, under the ID that the examples refer to */
	credential: CredentialEntry;
	close(): Promise<void>;
}

/** One whose n8n runs, with what its owner's editor can do. */
export interface RunningLab extends Lab {
	editor: EditorApi;
}

interface LabOptions {
	adobe?: Parameters<typeof startLocalAdobe>[0];
	/** what n8n holds beside the credential; each import takes as long as a start of n8n */
	credentials?: (adobe: LocalAdobe) => CredentialEntry[];
	workflows?: (lab: Lab) => WorkflowEntry[];
}

/** Opens one lab; a test file needs no more than one for all its tests. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
	const n8n = await freshN8n();
	const adobe = await startLocalAdobe(options.adobe);
	const credential = demoCredential(adobe);
	const lab: Lab = {
		adobe,
		n8n,
		credential,
		async close() {
			await discard(n8n);
			await adobe.close();
		},
	};
	await n8n.importCredentials(credential, ...(options.credentials?.(adobe) ?? []));
	const workflows = options.workflows?.(lab) ?? [];
	if (workflows.length > 0) await n8n.importWorkflows(...workflows);
	return lab;
}

/** Opens a lab and starts its n8n. A workflow that this one runs costs a fraction of `n8n execute`, a start of n8n. */
export async function openRunningLab(options: LabOptions = {}): Promise<RunningLab> {
	const lab = await openLab(options);
	await lab.n8n.start();
	return { ...lab, editor: await lab.n8n.signIn(demoOwner) };
}
