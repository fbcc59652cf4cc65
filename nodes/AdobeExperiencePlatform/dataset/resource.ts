import type { Resource } from '../node/operation';
import { operation as getAll } from './getAll.operation';
import { operation as getFields } from './getFields.operation';
import { operation as getFailedRecords } from './getFailedRecords.operation';
import { operation as upload } from './upload.operation';

/** Every operation of a dataset under its value. */
export const dataset: Resource = {
	label: 'Dataset',
	operations: { upload, getAll, getFields, getFailedRecords },
	defaultOperation: 'upload',
	recommended: 'upload',
};
