import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../types';
import * as create from './create.operation';
import * as remove from './delete.operation';
import * as explore from './explore.operation';
import * as get from './get.operation';
import * as getAll from './getAll.operation';
import * as test from './test.operation';
import * as update from './update.operation';
import * as updateToken from './updateToken.operation';
import * as upsert from './upsert.operation';

/** Every operation of a base connection under its value; saved workflows hold the values. */
export const operations = {
	create,
	upsert,
	updateToken,
	update,
	get,
	getAll,
	delete: remove,
	test,
	explore,
} satisfies Record<string, Operation>;

const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['baseConnection'] } },
	options: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a base connection',
			description:
				'Create a new Amazon S3 base connection. Always makes a new one, also if the name is taken.',
		},
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a base connection',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a base connection',
			description: 'Delete a base connection for good. Adobe refuses while dataflows use it.',
		},
		{
			name: 'Explore',
			value: 'explore',
			action: 'Explore the bucket of a base connection',
			description: 'List the files and folders that a base connection can see, or preview a file',
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a base connection',
			description: 'Read name, state, bucket and etag of one base connection; never its keys',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many base connections',
			description: 'List Amazon S3 base connections, newest first',
		},
		{
			name: 'Test',
			value: 'test',
			action: 'Test a base connection',
			description: 'Find out whether Experience Platform can read the bucket with the stored keys',
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a base connection',
			description: 'Change or remove name, description, bucket, folder or service URL',
		},
		{
			name: 'Update Session Token',
			value: 'updateToken',
			action: 'Update the session token of a base connection',
			description: 'Replace the temporary S3 keys of a base connection before they end',
		},
	],
	default: 'create',
};

export const properties: INodeProperties[] = [
	operationProperty,
	...Object.values(operations).flatMap((operation) => operation.properties),
];
