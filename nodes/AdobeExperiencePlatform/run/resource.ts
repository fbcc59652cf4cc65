import type { Resource } from '../node/operation';
import { get, getAll, getFailedRecords } from './get.operation';
import { retry, start, wait } from './start.operation';

export const run: Resource = {
	label: 'Dataflow Run',
	operations: { start, get, getAll, wait, retry, getFailedRecords },
	defaultOperation: 'getAll',
	recommended: 'start',
};
