import type { Call } from './http';
import { asRecord } from './json';
import { connectionPath } from './readConnections';
import type { ItemScope } from './run';
import type { Sender } from './sender';

/**
 * `GET /connections/{id}/test`: whether the keys work. The status is 200 for both answers, and the
 * service gives no reason for a false (contract.md (f)). Anything but true and false is no answer.
 */
export async function testConnection(
	sender: Sender,
	id: string,
	item: ItemScope,
): Promise<boolean> {
	const call: Call = {
		method: 'GET',
		path: `${connectionPath(id)}/test`,
		isAnswer: (body) => typeof asRecord(body).result === 'boolean',
	};
	const { body } = sender.answerOf(await sender.repeat(call, item), item);
	return asRecord(body).result === true;
}
