import type { IDataObject } from 'n8n-workflow';
import { readIamRole, type ConnectionDraft } from '../../flowService/baseConnection';
import type { ApiClient } from '../../transport/apiClient';
import { asFailure } from '../../transport/errors/failure';
import type { CallSettings, Session } from '../../transport/session';

/**
 * The role that the user puts into the bucket policy, as output fields. The connection stands by
 * then, so an answer that does not come is no error.
 */
export async function iamRoleOutput(
	client: ApiClient,
	session: Session,
	draft: ConnectionDraft,
	settings: CallSettings,
): Promise<IDataObject> {
	if (draft.authentication !== 'iamRole') return {};
	const iamRole = await session
		.readOnceIn(settings)(['IAM role'], async () => await readIamRole(client))
		.catch(asFailure);
	return typeof iamRole === 'string' ? { iamRole } : {};
}
