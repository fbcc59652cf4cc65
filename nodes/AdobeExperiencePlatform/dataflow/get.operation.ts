import { getEntity, entitiesById } from '../adobe/entity/read';
import {
	concurrencyOption,
	optionsField,
	simplifyFields,
	filtersField,
	limitFields,
	nameFilter,
} from '../node/commonFields';
import { entityTask, type Operation } from '../node/operation';
import {
	DATAFLOW,
	type Dataflow,
	listDataflows,
	type DataflowFilters,
	baseConnectionOf,
	connectionSpecOf,
	mappingOf,
	shown,
	SOURCE_CONNECTION,
	sourceIdOf,
	startOf,
	TARGET_CONNECTION,
	targetIdOf,
	type SourceConnection,
	type TargetConnection,
} from './dataflow';
import { dataflowIdField } from './fields';
import type { INodeProperties, IDataObject } from 'n8n-workflow';
import type { ItemParameters } from '../node/itemParameters';
import { asId } from '../node/values';
import type { ApiClient } from '../adobe/apiClient';
import { type Entity, type EntityKind, etagOf } from '../adobe/entity/kind';
import { asFailure, Failure } from '../adobe/errors/failure';
import { asRecord, isoTime } from '../adobe/json';
import { sourceOf } from '../baseConnection/sources/source';
import { time } from '../run/metrics';
import { runStatus } from '../run/run';
import { scheduleText } from './schedule';
import { firstDatasets } from '../dataset/get.operation';
import { getDataset } from '../dataset/dataset';

export const get: Operation = {
	label: 'Get',
	action: 'Get a dataflow',
	description: 'Get name, state, schedule, parts and etag of a dataflow',
	properties: [dataflowIdField, ...simplifyFields, optionsField(concurrencyOption)],
	prepare(parameters) {
		const isSimplified = parameters.flag('simplify');
		return entityTask(parameters, { noun: 'dataflow', isInOrder: true }, async (client, id) => {
			const flow = await getEntity<Dataflow>(client, DATAFLOW, id);
			const [output] = await dataflowOutputs(client, [flow], isSimplified);
			return output ?? {};
		});
	},
};

export const listFields: INodeProperties[] = [
	...limitFields,
	filtersField(
		{
			displayName: 'Connection ID',
			name: 'connectionId',
			type: 'string',
			default: '',
			description: 'Only dataflows that use this base connection',
		},
		{
			displayName: 'Dataset ID',
			name: 'datasetId',
			type: 'string',
			default: '',
			description: 'Only dataflows that write to this dataset',
		},
		nameFilter,
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'disabled' },
				{ name: 'Draft', value: 'draft' },
				{ name: 'Enabled', value: 'enabled' },
			],
			default: 'enabled',
		},
	),
];

export function readFilters(parameters: ItemParameters): DataflowFilters {
	const given = parameters.collection('filters');
	const { name = '', state = '', connectionId = '', datasetId = '' } = given;
	if (connectionId) asId(connectionId, 'Connection ID', 'connection');
	if (datasetId) asId(datasetId, 'Dataset ID', 'dataset');
	return { name, state, connectionId, datasetId };
}

export const getAll: Operation = {
	label: 'Get Many',
	action: 'Get many dataflows',
	description: 'List dataflows that ingest data, newest first',
	properties: [...listFields, ...simplifyFields, optionsField(concurrencyOption)],
	prepare(parameters) {
		const limit = parameters.limit();
		const filters = readFilters(parameters);
		const isSimplified = parameters.flag('simplify');
		const settings = parameters.settings();
		return {
			settings,
			async run(client) {
				const flows = await listDataflows(client, filters, limit);
				return await dataflowOutputs(client, flows, isSimplified);
			},
		};
	},
};

export async function dataflowOutputs(
	client: ApiClient,
	flows: readonly Dataflow[],
	isSimplified: boolean,
): Promise<IDataObject[]> {
	return isSimplified ? await simplifiedDataflows(client, flows) : flows.map(shown);
}

/**
 * Simplified dataflows: first source, last run, file, dataset and schedule, then dates, then IDs. File and dataset
 * come from the parts, which are read for all dataflows together. A part that cannot be read leaves its columns
 * empty.
 */
async function simplifiedDataflows(
	client: ApiClient,
	flows: readonly Dataflow[],
): Promise<IDataObject[]> {
	const sources = await partsOf<SourceConnection>(client, SOURCE_CONNECTION, flows.map(sourceIdOf));
	const targets = await partsOf<TargetConnection>(client, TARGET_CONNECTION, flows.map(targetIdOf));
	const datasetOf = (flow: Dataflow) => targets.get(targetIdOf(flow))?.params?.dataSetId;
	const names = await datasetNames(
		client,
		flows.flatMap((flow) => datasetOf(flow) ?? []),
	);
	return flows.map((flow) => {
		const datasetId = datasetOf(flow) ?? null;
		return simplified(flow, sources.get(sourceIdOf(flow)), {
			id: datasetId,
			name: names.get(datasetId ?? '') ?? datasetId,
		});
	});
}

async function partsOf<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
	const wanted = ids.filter((id) => id !== '');
	const parts = await entitiesById<T>(client, kind, wanted).catch(asFailure);
	return parts instanceof Failure ? new Map<string, T>() : parts;
}

function simplified(
	flow: Dataflow,
	source: SourceConnection | undefined,
	dataset: { id: string | null; name: string | null },
): IDataObject {
	const { id, name = null, description, state = null, createdAt, updatedAt } = flow;
	const last = asRecord(flow.lastRunDetails);
	const etag = etagOf(flow);
	return {
		name,
		state,
		source: sourceOf(connectionSpecOf(flow) ?? source?.connectionSpec?.id)?.value ?? null,
		lastRun: flow.lastRunDetails === undefined ? 'neverRan' : runStatus(last.state, null),
		file: source?.params?.path ?? null,
		dataset: dataset.name,
		schedule: scheduleText(flow),
		...(description !== undefined && { description }),
		lastRunAt: isoTime(time(last.completedAtUTC) ?? time(last.startedAtUTC)),
		startsAt: isoTime(startOf(flow)),
		createdAt: isoTime(createdAt),
		updatedAt: isoTime(updatedAt),
		id,
		baseConnectionId: baseConnectionOf(flow) ?? source?.baseConnectionId ?? null,
		datasetId: dataset.id,
		sourceConnectionId: sourceIdOf(flow) || null,
		targetConnectionId: targetIdOf(flow) || null,
		mappingSetId: mappingOf(flow).id || null,
		lastRunId: typeof last.id === 'string' ? last.id : null,
		...(etag !== undefined && { etag }),
	};
}

/** Up to this many names are read one by one. More are faster to find in the list. */
const MOST_SINGLE_NAMES = 3;

const MOST_NAME_PAGES = 20;

/** The names of datasets by ID. Datasets that cannot be read are missing. */
async function datasetNames(
	client: ApiClient,
	ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const wanted = new Set(ids);
	if (wanted.size > MOST_SINGLE_NAMES) {
		return await client.readOnce(
			['dataset names', ...wanted],
			async () => await listNames(client, wanted),
		);
	}
	const names = new Map<string, string>();
	for (const id of wanted) {
		const dataset = await getDataset(client, id).catch(asFailure);
		if (!(dataset instanceof Failure)) names.set(id, dataset.name);
	}
	return names;
}

async function listNames(
	client: ApiClient,
	wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
	const names = new Map<string, string>();
	const read = async () => {
		for await (const { id, name } of firstDatasets(client, MOST_NAME_PAGES)) {
			if (wanted.has(id)) names.set(id, name);
			if (names.size === wanted.size) return;
		}
	};
	// What was read before a failure is shown.
	await read().catch(asFailure);
	return names;
}
