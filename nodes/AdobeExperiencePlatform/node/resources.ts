import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from './operation';
import * as newConnections from '../baseConnection/create.operation';
import { explore, searchPaths } from '../baseConnection/explore.operation';
import * as connections from '../baseConnection/get.operation';
import { update as updateConnection } from '../baseConnection/update.operation';
import { updateCredentials, updateToken } from '../baseConnection/updateCredentials.operation';
import * as newDataflows from '../dataflow/create.operation';
import * as dataflows from '../dataflow/get.operation';
import { getHealth } from '../dataflow/getHealth.operation';
import {
	getColumns,
	getFileMapping,
	getItemMapping,
	getSchemaFields,
	searchDataflows,
} from '../dataflow/lists';
import { previewMapping } from '../dataflow/previewMapping.operation';
import * as knownDataflows from '../dataflow/update.operation';
import * as datasets from '../dataset/get.operation';
import { operation as upload } from '../dataset/upload.operation';
import * as runs from '../run/get.operation';
import { retry, start } from '../run/start.operation';
import { wait } from '../run/wait.operation';

/** An entry of the resource list. */
interface Resource {
	label: string;
	operations: Record<string, Operation>;
	defaultOperation: string;
	/** The operation that most people need. The lists show it first. */
	recommended: string;
}

/** All resources by value. Saved workflows hold the values. */
export const resources: Record<string, Resource> = {
	baseConnection: {
		label: 'Base Connection',
		operations: {
			create: newConnections.create,
			upsert: newConnections.upsert,
			updateToken,
			updateCredentials,
			update: updateConnection,
			get: connections.get,
			getAll: connections.getAll,
			delete: connections.remove,
			test: connections.test,
			explore,
		},
		defaultOperation: 'create',
		recommended: 'upsert',
	},
	dataflow: {
		label: 'Dataflow',
		operations: {
			create: newDataflows.create,
			upsert: newDataflows.upsert,
			previewMapping,
			update: knownDataflows.update,
			get: dataflows.get,
			getAll: dataflows.getAll,
			getHealth,
			enable: knownDataflows.enable,
			disable: knownDataflows.disable,
			delete: knownDataflows.remove,
		},
		defaultOperation: 'create',
		recommended: 'upsert',
	},
	dataset: {
		label: 'Dataset',
		operations: {
			upload,
			getAll: datasets.getAll,
			getFields: datasets.getFields,
			getFailedRecords: datasets.getFailedRecords,
		},
		defaultOperation: 'upload',
		recommended: 'upload',
	},
	run: {
		label: 'Dataflow Run',
		operations: {
			start,
			get: runs.get,
			getAll: runs.getAll,
			wait,
			retry,
			getFailedRecords: runs.getFailedRecords,
		},
		defaultOperation: 'getAll',
		recommended: 'start',
	},
};

/** @throws Error for an operation that is in no list, as in a workflow written by hand */
export function operationOf(resource: string, operation: string): Operation {
	const found = new Map(Object.entries(resources[resource]?.operations ?? {})).get(operation);
	if (!found) throw new Error(`There is no operation "${operation}" of a resource "${resource}"`);
	return found;
}

/** The lists of resources and operations, and the parameters of each operation. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: byName(
			Object.entries(resources).map(([value, { label }]) => ({ name: label, value })),
		),
		default: 'baseConnection',
	},
	...Object.entries(resources).map(([resource, entry]) => operationList(resource, entry)),
	...Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, entry]) =>
			entry.properties.map((property) => shownFor(resource, operation, property)),
		),
	),
];

/** Shown below the node's name on the canvas: `update session token: base connection`. */
export const subtitle = `={{ (${JSON.stringify(subtitles())})[$parameter["resource"] + " " + $parameter["operation"]] }}`;

/** Resource and operation come first, since n8n shows a field as soon as a condition is an expression. */
function shownFor(resource: string, operation: string, property: INodeProperties): INodeProperties {
	const { displayOptions } = property;
	const show = { resource: [resource], operation: [operation], ...displayOptions?.show };
	return { ...property, displayOptions: { ...displayOptions, show } };
}

/** Each resource has its own list under the same name. */
function operationList(
	resource: string,
	{ operations, recommended, defaultOperation }: Resource,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: recommendedFirst(
			recommended,
			byName(
				Object.entries(operations).map(([value, { label, action, description }]) => ({
					name: label,
					value,
					action,
					description,
				})),
			),
		),
		default: defaultOperation,
	};
}

function subtitles(): Record<string, string> {
	const entries = Object.entries(resources).flatMap(([resource, { label, operations }]) =>
		Object.entries(operations).map(
			([value, operation]) =>
				[
					`${resource} ${value}`,
					`${operation.label.toLowerCase()}: ${label.toLowerCase()}`,
				] as const,
		),
	);
	return Object.fromEntries(entries);
}

/** The list of all actions has the same order. */
function recommendedFirst<T extends { value: string }>(recommended: string, options: T[]): T[] {
	return options.sort((a, b) => Number(b.value === recommended) - Number(a.value === recommended));
}

function byName<T extends { name: string }>(options: T[]): T[] {
	return options.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Lists of resource locators, by the names in the parameters. */
export const listSearch = {
	searchConnections: connections.searchConnections,
	searchDataflows,
	searchDatasets: datasets.searchDatasets,
	searchPaths,
	searchRuns: runs.searchRuns,
};

export const loadOptions = { getColumns, getSchemaFields };

export const resourceMapping = { getFileMapping, getItemMapping };
