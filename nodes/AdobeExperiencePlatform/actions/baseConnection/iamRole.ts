import type { IDataObject } from 'n8n-workflow';
import { asFailure, type CallSettings, type FlowService, type ItemScope } from '../../flowService';
import type { ConnectionDraft } from '../../flowService/connection';

/**
 * The role that the user puts into the bucket policy, as output fields. The connection stands by
 * then, so an answer that does not come is no error.
 */
export async function iamRoleOutput(
	service: FlowService,
	draft: ConnectionDraft,
	settings: CallSettings,
	item: ItemScope,
): Promise<IDataObject> {
	if (draft.authentication !== 'iamRole') return {};
	const iamRole = await service.iamRole(settings, item).catch(asFailure);
	return typeof iamRole === 'string' ? { iamRole } : {};
}
