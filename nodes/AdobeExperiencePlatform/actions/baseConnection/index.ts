import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../types';
import * as create from './create.operation';
import * as updateToken from './updateToken.operation';

/** Every operation of a base connection under its value; saved workflows hold the values. */
export const operations = {
	create,
	updateToken,
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
			description: 'Create a new Amazon S3 base connection',
		},
		{
			name: 'Update Session Token',
			value: 'updateToken',
			action: 'Update the session token of a base connection',
			description: 'Replace the temporary S3 keys of a base connection before they expire',
		},
	],
	default: 'create',
};

export const properties: INodeProperties[] = [
	operationProperty,
	...Object.values(operations).flatMap((operation) => operation.properties),
];
