import type { ApiClient } from '../adobe/apiClient';
import { asRecord } from '../adobe/json';
import { FLOW_SERVICE } from '../adobe/services';
import type { AuthMethod, Source } from './sources/source';
import type { IDataObject } from 'n8n-workflow';
import type { ConnectionDraft } from './connection';
import { asFailure } from '../adobe/errors/failure';
import type { CallSettings, Session } from '../adobe/session';

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

/**
 * The role that the user puts into the policy of the storage, as output fields, where the method has
 * one. The connection stands by then, so an answer that does not come is no error.
 */
export async function roleOutput(
	client: ApiClient,
	session: Session,
	{ source, method: { role } }: ConnectionDraft,
	settings: CallSettings,
): Promise<IDataObject> {
	if (!role) return {};
	const named = await session
		.readOnceIn(settings)(
			['role', source.value, role.authType],
			async () => await readRole(client, source, role),
		)
		.catch(asFailure);
	return typeof named === 'string' ? { [role.output]: named } : {};
}
