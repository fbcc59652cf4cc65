import type { Resource } from '../node/operation';
import { create, upsert } from './create.operation';
import { operation as remove } from './delete.operation';
import { disable, enable } from './state.operation';
import { operation as get } from './get.operation';
import { operation as getAll } from './getAll.operation';
import { operation as getHealth } from './getHealth.operation';
import { operation as previewMapping } from './previewMapping.operation';
import { operation as update } from './update.operation';

/** Every operation of a dataflow under its value. */
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
