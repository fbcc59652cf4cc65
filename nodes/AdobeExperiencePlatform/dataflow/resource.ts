import type { Resource } from '../node/operation';
import { create, upsert } from './create.operation';
import { remove, disable, enable, update } from './update.operation';
import { get, getAll } from './get.operation';
import { getHealth } from './getHealth.operation';
import { previewMapping } from './previewMapping.operation';

export const dataflow: Resource = {
	label: 'Dataflow',
	operations: {
		create,
		upsert,
		previewMapping,
		update,
		get,
		getAll,
		getHealth,
		enable,
		disable,
		delete: remove,
	},
	defaultOperation: 'create',
	recommended: 'upsert',
};
