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
	return roleIn(body, configParam);
}

/** The service gives its parameters as an object, in a list, or in the items of one. */
function roleIn(answer: unknown, name: string): string | undefined {
	const entries = [answer, asRecord(answer).items].flat().map(asRecord);
	const params = entries.flatMap((entry) => [entry, entry.configParams].flat()).map(asRecord);
	const values = params.map((one) => (one.name === name ? one.value : one[name]));
	return values.find((value): value is string => typeof value === 'string');
}
