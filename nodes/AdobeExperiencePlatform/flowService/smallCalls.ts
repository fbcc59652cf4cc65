import type { Call } from './http';
import { asRecord } from './json';
import { S3_CONNECTION_SPEC } from './s3';
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

/**
 * The AWS role that Experience Platform reads buckets with, for the bucket policy; only on AWS
 * (contract.md (d)).
 */
export async function readIamRole(sender: Sender, item: ItemScope): Promise<string | undefined> {
	const sent = await sender.repeat(
		{
			method: 'GET',
			path: `/connectionSpecs/${S3_CONNECTION_SPEC.id}/configs`,
			query: [['authType', 'IamBasedAuthentication']],
		},
		item,
	);
	const { body } = sender.answerOf(sent, item);
	const role = asRecord(asRecord(body).configParams).IAMRole;
	return typeof role === 'string' ? role : undefined;
}
