import type { ApiClient, Call } from '../../transport/apiClient';
import { entityPath } from '../../transport/entity/kind';
import { asRecord } from '../../transport/json';
import { BASE_CONNECTION } from './connection';

/**
 * `GET /connections/{id}/test`: whether the keys work. The status is 200 for both answers, and the
 * service gives no reason for a false (contract.md (f)). Anything but true and false is no answer.
 */
export async function testConnection(
	client: ApiClient,
	id: string,
	more: Pick<Call, 'mostTries'> = {},
): Promise<boolean> {
	const body = await client.read({
		...more,
		method: 'GET',
		path: `${entityPath(BASE_CONNECTION, id)}/test`,
		noun: BASE_CONNECTION.noun,
		isAnswer: (answer) => typeof asRecord(answer).result === 'boolean',
	});
	return asRecord(body).result === true;
}
