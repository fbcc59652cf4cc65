import type { IDataObject } from 'n8n-workflow';
import { readRole, type ConnectionDraft } from '../../flowService/baseConnection';
import type { ApiClient } from '../../transport/apiClient';
import { asFailure } from '../../transport/errors/failure';
import type { CallSettings, Session } from '../../transport/session';

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
