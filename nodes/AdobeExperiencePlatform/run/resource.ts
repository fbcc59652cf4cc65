import type { Resource } from '../node/operation';
import { operation as get } from './get.operation';
import { operation as getAll } from './getAll.operation';
import { operation as getFailedRecords } from './getFailedRecords.operation';
import { operation as retry } from './retry.operation';
import { operation as start } from './start.operation';
import { operation as wait } from './wait.operation';

/** Every operation of a dataflow run under its value. */
export const run: Resource = {
	label: 'Dataflow Run',
	operations: { start, get, getAll, wait, retry, getFailedRecords },
	defaultOperation: 'getAll',
	recommended: 'start',
};
