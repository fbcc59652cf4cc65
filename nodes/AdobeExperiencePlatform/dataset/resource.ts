import type { Resource } from '../node/operation';
import { getAll, getFields, getFailedRecords } from './get.operation';
import { operation as upload } from './upload.operation';

export const dataset: Resource = {
	label: 'Dataset',
	operations: { upload, getAll, getFields, getFailedRecords },
	defaultOperation: 'upload',
	recommended: 'upload',
};
