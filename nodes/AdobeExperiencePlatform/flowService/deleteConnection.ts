import { connectionPath } from './readConnections';
import type { ItemScope } from './run';
import type { Sender } from './sender';

/**
 * `DELETE /connections/{id}` (contract.md (c)). A 404 after a try without a clear answer means that
 * this try did it.
 */
export async function deleteConnection(sender: Sender, id: string, item: ItemScope): Promise<void> {
	const sent = await sender.repeat({ method: 'DELETE', path: connectionPath(id) }, item);
	const { outcome, unclear } = sent;
	if (unclear && outcome.kind === 'answer' && outcome.status === 404) return;
	sender.answerOf(sent, item);
}
