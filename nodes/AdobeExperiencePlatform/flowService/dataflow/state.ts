import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { bringToState } from '../../transport/entity/action';
import { DATAFLOW, shown, type Dataflow } from './entities';

/**
 * Enables or disables a dataflow and waits until it is so: `POST /flows/{id}/action?op=enable`
 * (contract.md, dataflows). One that is so already is left alone.
 */
export async function setDataflowState(
	client: ApiClient,
	id: string,
	state: 'enabled' | 'disabled',
): Promise<IDataObject> {
	const op = state === 'enabled' ? 'enable' : 'disable';
	return shown(await bringToState<Dataflow>(client, DATAFLOW, id, { op, state }));
}
