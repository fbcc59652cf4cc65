import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';

/**
 * Empty credentials of the other services that examples use, so that the editor shows no node as unfinished. Nothing is
 * run with them.
 */
export function credentialsOf(workflows: WorkflowEntry[]): CredentialEntry[] {
	const found = new Map<string, CredentialEntry>();
	for (const { credentials = {} } of workflows.flatMap(({ nodes }) => nodes)) {
		for (const [type, { id, name }] of Object.entries(credentials)) {
			if (type !== 'adobeExperiencePlatformApi') found.set(id, { id, name, type, data: {} });
		}
	}
	return [...found.values()];
}
