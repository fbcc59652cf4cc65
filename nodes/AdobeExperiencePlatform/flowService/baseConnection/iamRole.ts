import type { ApiClient } from '../../transport/apiClient';
import { asRecord } from '../../transport/json';
import { FLOW_SERVICE } from '../paths';
import { S3_CONNECTION_SPEC } from './s3';

/**
 * The AWS role that Experience Platform reads buckets with, for the bucket policy; only on AWS
 * (contract.md (d)).
 */
export async function readIamRole(client: ApiClient): Promise<string | undefined> {
	const body = await client.read({
		method: 'GET',
		path: `${FLOW_SERVICE}/connectionSpecs/${S3_CONNECTION_SPEC.id}/configs`,
		query: [['authType', 'IamBasedAuthentication']],
		noun: 'source',
	});
	const role = asRecord(asRecord(body).configParams).IAMRole;
	return typeof role === 'string' ? role : undefined;
}
