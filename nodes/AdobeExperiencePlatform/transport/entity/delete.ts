import type { ApiClient, Call } from '../apiClient';
import { BOUNDS } from '../bounds';
import { hasStatus } from '../outcome';
import { isBusy } from './action';
import { entityPath, type EntityKind } from './kind';

/**
 * Deletes one entity. A 404 after a try without a clear answer means that this try did it; a service
 * that is busy with a change of it is waited for.
 * @throws Failure where the service refuses, or there is none
 */
export async function deleteEntity(client: ApiClient, kind: EntityKind, id: string): Promise<void> {
	const { noun } = kind;
	const { timer } = client.run;
	const write = { how: 'deleted', what: `the ${noun} ${id}` } as const;
	const request = kind.removal?.(id) ?? { method: 'DELETE', path: entityPath(kind, id) };
	const call: Call = { ...request, noun, write };
	const until = timer.now() + BOUNDS.settle;
	let sent = await client.send(call);
	while (isBusy(kind, sent.outcome) && timer.now() < until) {
		await client.run.wait(BOUNDS.settlePause);
		sent = await client.send(call);
	}
	if (sent.unclear && hasStatus(sent.outcome, 404)) client.item.settle(write);
	else client.answerOf(sent, noun);
	client.item.noteChange(id, 'deleted');
}
