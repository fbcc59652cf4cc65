import type { Resource } from '../node/operation';
import { create, upsert } from './create.operation';
import { operation as remove } from './delete.operation';
import { operation as explore } from './explore.operation';
import { operation as get } from './get.operation';
import { operation as getAll } from './getAll.operation';
import { operation as test } from './test.operation';
import { operation as update } from './update.operation';
import { operation as updateCredentials } from './updateCredentials.operation';
import { operation as updateToken } from './updateToken.operation';

/** Every operation of a base connection under its value. */
export const baseConnection: Resource = {
	label: 'Base Connection',
	operations: {
		create,
		upsert,
		updateToken,
		updateCredentials,
		update,
		get,
		getAll,
		delete: remove,
		test,
		explore,
	},
	defaultOperation: 'create',
	recommended: 'upsert',
};
