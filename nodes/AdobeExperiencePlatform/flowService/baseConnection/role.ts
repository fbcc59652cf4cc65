import type { ApiClient } from '../../transport/apiClient';
import { asRecord } from '../../transport/json';
import { FLOW_SERVICE } from '../paths';
import type { AuthMethod, Source } from './sources';

/**
 * The role with which Experience Platform reads a storage of this source, for the storage's own policy
 * (contract.md (d)).
 * @returns undefined where the service does not name one
 */
export async function readRole(
	client: ApiClient,
	{ specId }: Source,
	{ authType, configParam }: NonNullable<AuthMethod['role']>,
): Promise<string | undefined> {
	const body = await client.read({
		method: 'GET',
		path: `${FLOW_SERVICE}/connectionSpecs/${specId}/configs`,
		query: [['authType', authType]],
		noun: 'source',
	});
	const role = asRecord(asRecord(body).configParams)[configParam];
	return typeof role === 'string' ? role : undefined;
}
