import type { Resource } from '../node/operation';
import { create, get, getAll, remove, test, upsert } from './operations';
import { operation as explore } from './explore.operation';
import { operation as update } from './update.operation';
import { operation as updateCredentials } from './updateCredentials.operation';
import { operation as updateToken } from './updateToken.operation';

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
