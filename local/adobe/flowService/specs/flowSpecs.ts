import { answer } from '../../server/answers';
import { notFound, unknownSpec } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { SpecInfo } from '../../types';
import { passes, readFilter } from '../entities/filters';
import { DATA_LAKE_SPEC } from './connectionSpecs';
import { sources } from './sources';

/** Flow spec of all cloud storage sources (contract.md (g)). */
export const CLOUD_STORAGE_FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';

/** Two more that the flow spec names and no page explains (contract.md (l)). */
const UNNAMED_SOURCES = [
	'b7829c2f-2eb0-4f49-a6ee-55e33008b629',
	'998b8ae3-cec0-43b7-8abe-40b1eb4ee069',
];

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const epochTime = { description: 'Unix epoch time', type: 'integer' };

const cloudStorage = {
	id: CLOUD_STORAGE_FLOW_SPEC,
	name: 'CloudStorageToAEP',
	providerId: '0ed90a81-07f4-4586-8190-b40eccef1c5a',
	version: '1.0',
	sourceConnectionSpecIds: [...sources.map(({ id }) => id), ...UNNAMED_SOURCES],
	targetConnectionSpecIds: [DATA_LAKE_SPEC],
	optionSpec: {
		name: 'OptionSpec',
		spec: {
			$schema: DRAFT_07,
			type: 'object',
			properties: {
				errorDiagnosticsEnabled: { type: 'boolean', default: false },
				partialIngestionPercent: { type: 'number', exclusiveMinimum: 0 },
			},
		},
	},
	transformationSpecs: [
		{
			name: 'Mapping',
			spec: {
				$schema: DRAFT_07,
				type: 'object',
				description: 'the mapping set to apply',
				properties: {
					mappingId: { type: 'string' },
					mappingVersion: { type: 'string' },
				},
			},
		},
		{
			name: 'Encryption',
			spec: {
				$schema: DRAFT_07,
				type: 'object',
				properties: { publicKeyId: { type: 'string' } },
				required: ['publicKeyId'],
			},
		},
	],
	runSpec: {
		name: 'ProviderParams',
		spec: {
			$schema: DRAFT_07,
			type: 'object',
			properties: {
				startTime: epochTime,
				windowStartTime: epochTime,
				windowEndTime: epochTime,
			},
			required: ['startTime', 'windowStartTime', 'windowEndTime'],
		},
	},
	attributes: {
		isSourceFlow: true,
		frequency: 'batch',
		isDraftModeSupported: true,
		notification: { category: 'sources', flowRun: { enabled: true } },
	},
	scheduleSpec: {
		name: 'PeriodicSchedule',
		type: 'Periodic',
		spec: {
			$schema: DRAFT_07,
			type: 'object',
			properties: {
				startTime: { description: 'epoch time', type: 'integer' },
				frequency: { type: 'string', enum: ['once', 'minute', 'hour', 'day', 'week'] },
				interval: { type: 'integer' },
				backfill: { type: 'boolean', default: true },
			},
			required: ['startTime', 'frequency'],
		},
	},
};

const FIELDS: ReadonlySet<string> = new Set([
	'id',
	'name',
	'providerId',
	'version',
	'sourceConnectionSpecIds',
	'targetConnectionSpecIds',
	'attributes',
]);

/** Refuses a flow spec that does not exist (1413-400). */
export function requireFlowSpec(info: SpecInfo): void {
	if (info.id !== cloudStorage.id || info.version !== cloudStorage.version) throw unknownSpec();
}

/** `GET /flowSpecs` and `/flowSpecs/{id}` (contract.md (g)); lists are wrapped in `items`. */
export function flowSpecRoutes(): Route[] {
	const base = `${FLOW_SERVICE}/flowSpecs`;
	return [
		{
			method: 'GET',
			url: base,
			checks: 'flow',
			handler: ({ query }) => {
				knownParams(query, ['property', 'limit', 'orderby', 'continuationToken']);
				const filters = query
					.getAll('property')
					.map((expression) => readFilter(expression, FIELDS));
				const found = filters.every((filter) => passes(cloudStorage, filter));
				return answer(200, { items: found ? [cloudStorage] : [], _links: {} });
			},
		},
		{
			method: 'GET',
			url: `${base}/:id`,
			checks: 'flow',
			handler: ({ params }) => {
				if (params.id !== cloudStorage.id) throw notFound('flowSpecs', params.id ?? '');
				return answer(200, { items: [cloudStorage] });
			},
		},
	];
}
