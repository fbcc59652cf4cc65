import type { LocalAdobe } from './adobe';
import { type Execution, itemsOf } from './n8n/runData';

export const CREATE_NODE = 'Create a base connection';
export const REFRESH_NODE = 'Refresh its session token';

/** What happened, in words, and whether it is what should happen. */
export interface Report {
	good: boolean;
	text: string;
}

/**
 * Tells what a run of the example did.
 * Whether the token was stored is asked from the service itself, whatever the node says.
 */
export function reportRun(
	execution: Execution,
	adobe: Pick<LocalAdobe, 'connection'>,
	newToken: string,
): Report {
	const { error, lastNodeExecuted } = execution.data.resultData;
	if (error) {
		const more = error.description ? `\n  ${error.description}` : '';
		return {
			good: false,
			text: `The workflow failed at "${lastNodeExecuted}":\n  ${error.message}${more}`,
		};
	}
	const created = itemsOf(execution, CREATE_NODE)[0]?.json ?? {};
	const refreshed = itemsOf(execution, REFRESH_NODE)[0]?.json ?? {};
	const id = String(refreshed.id ?? created.id);
	const stored = adobe.connection(id);
	const held = stored?.auth?.params.s3SessionToken === newToken && stored.etag === refreshed.etag;
	const replaced = Array.isArray(refreshed.updated) ? refreshed.updated.join(', ') : 'nothing';
	return {
		good: held,
		text: `The workflow ran: it made a base connection, and replaced its keys. The etag shows that Adobe has changed it.
  Connection   ${id}
  Old etag     ${String(created.etag)}
  New etag     ${String(refreshed.etag)}
  Replaced     ${replaced}
${
	held
		? 'The local Adobe really holds the new session token.'
		: 'The local Adobe does NOT hold the new session token.'
}`,
	};
}
