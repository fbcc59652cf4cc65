import { asRecord } from './json';
import type { ItemScope } from './run';
import { S3_CONNECTION_SPEC } from './s3';
import type { Sender } from './sender';

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
