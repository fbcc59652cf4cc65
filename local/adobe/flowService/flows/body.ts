import { flowRefusal, notFound, sourcesRefusal } from '../../server/errors';
import { isObject, type Json, type SpecInfo } from '../../types';
import type { World } from '../../world';
import { requirePublished } from '../entities/crud';
import { compile, optionalText, specInfo, text } from '../entities/schemas';
import { numberOf, requireSchedule } from './schedule';

/** What a caller says of a flow. */
export interface FlowBody {
	name?: string;
	description?: string;
	flowSpec: SpecInfo;
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	transformations?: Json[];
	scheduleParams?: Json;
	options?: Json;
}

/** Judges the form of the body of `POST /flows` (contract.md (g)). */
export const validFlow = compile<FlowBody>({
	type: 'object',
	required: ['flowSpec'],
	properties: {
		name: optionalText,
		description: optionalText,
		flowSpec: specInfo,
		sourceConnectionIds: { type: 'array', items: text },
		targetConnectionIds: { type: 'array', items: text },
		transformations: {
			type: 'array',
			items: { type: 'object', required: ['name'], properties: { params: { type: 'object' } } },
		},
		scheduleParams: { type: 'object' },
		options: { type: 'object' },
	},
});

function requireOne(kind: string, ids: string[] = []): string {
	const [id] = ids;
	if (!id || ids.length !== 1) {
		throw sourcesRefusal(
			'1321-400',
			`The length of ${kind} should be one, supplied size is ${ids.length}. Please provide valid size and try again.`,
		);
	}
	return id;
}

/** The parameters of the transformation of that name. */
export function transformation(flow: Pick<FlowBody, 'transformations'>, name: string) {
	const found = flow.transformations?.find((candidate) => candidate.name === name);
	return isObject(found?.params) ? found.params : undefined;
}

/**
 * The mapping must exist, in that version, and be for the schema of the dataset.
 * @throws Refusal 1412, 1419, 1425-400; 1370-400 where delimited data comes without one (json and parquet may be in
 * the form of the schema already)
 */
export function requireMapping(world: World, flow: FlowBody): void {
	const params = transformation(flow, 'Mapping');
	const source = world.sourceConnections.get(flow.sourceConnectionIds?.[0] ?? '');
	if (!params) {
		if (source?.data.format !== 'delimited') return;
		throw sourcesRefusal(
			'1370-400',
			'The source columns could not be fetched for ingestion because the mapping transformation is missing. Please add the mapping transformation and try again.',
		);
	}
	const { mappingId, mappingVersion = 0 } = params;
	const mapping = world.mappingSets.get(String(mappingId));
	if (!mapping) {
		throw flowRefusal(
			'1419-400',
			`Error while validating mapping with id ${String(mappingId)}, version ${String(mappingVersion)}. This could be because of inadequate permissions on mapped fields. Please check your mapping or contact your admin.`,
		);
	}
	if (!world.mappingSets.get(mapping.id, Number(mappingVersion))) {
		throw flowRefusal(
			'1412-400',
			'Invalid Mapping Version in request. Please provide correct mapping version.',
		);
	}
	const target = world.targetConnections.get(flow.targetConnectionIds?.[0] ?? '');
	const datasetId = String(target?.params.dataSetId);
	const dataset = target && world.datasets.get(datasetId, target.sandboxName);
	const { schema } = target?.data ?? {};
	const schemaIds = [isObject(schema) ? schema.id : undefined, dataset?.schemaId];
	if (schemaIds.some((id) => id !== undefined && id !== mapping.xdmSchema)) {
		throw flowRefusal(
			'1425-400',
			`Error while matching schema in target dataset ${datasetId} with schema in mapping ${mapping.id}. Schema with same id and version must be used in both mapping and target dataset.`,
		);
	}
}

/** Whether everything that a flow names is there and fits. Drafts may be incomplete. */
export function requireComplete(world: World, flow: FlowBody, sandboxName: string): void {
	const sourceId = requireOne('sourceConnectionIds', flow.sourceConnectionIds);
	const targetId = requireOne('targetConnectionIds', flow.targetConnectionIds);
	const source = world.sourceConnections.get(sourceId);
	if (source?.sandboxName !== sandboxName) throw notFound('sourceConnections', sourceId);
	const target = world.targetConnections.get(targetId);
	if (target?.sandboxName !== sandboxName) throw notFound('targetConnections', targetId);
	requirePublished(source);
	requirePublished(target);
	requireMapping(world, flow);
	if (!flow.scheduleParams || Object.keys(flow.scheduleParams).length === 0) {
		throw sourcesRefusal(
			'1317-400',
			'The provided schedule params are empty but should not be empty. Please provide valid schedule params and try again.',
		);
	}
	requireSchedule(flow.scheduleParams, world.now());
}

function wrongOption(name: string): Error {
	return sourcesRefusal(
		'1000-400',
		`The request is invalid. The field options.${name} has a wrong value. Please check the request and try again.`,
	);
}

/**
 * Options as they are stored: text is taken, a number or a flag is kept (contract.md (g), options).
 * @throws Refusal 1000-400
 */
export function readOptions(options: Json): Json {
	const { partialIngestionPercent, errorDiagnosticsEnabled } = options;
	const read: Json = { ...options };
	if (partialIngestionPercent !== undefined) {
		const percent = numberOf(partialIngestionPercent);
		if (!(percent > 0)) throw wrongOption('partialIngestionPercent');
		read.partialIngestionPercent = percent;
	}
	if (errorDiagnosticsEnabled !== undefined) {
		const flag = String(errorDiagnosticsEnabled);
		if (flag !== 'true' && flag !== 'false') throw wrongOption('errorDiagnosticsEnabled');
		read.errorDiagnosticsEnabled = flag === 'true';
	}
	return read;
}
