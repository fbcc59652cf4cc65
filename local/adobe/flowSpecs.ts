import { answer } from './answers';
import { DATA_LAKE_SPEC, S3_SPEC } from './connectionSpecs';
import { notFound, unknownSpec } from './errors';
import { passes, readFilter } from './filters';
import { knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import type { SpecInfo } from './types';

/** Flow spec of all cloud storage sources (contract.md (g)). */
export const CLOUD_STORAGE_FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';

const cloudStorage = {
	id: CLOUD_STORAGE_FLOW_SPEC,
	name: 'CloudStorageToAEP',
	providerId: '0ed90a81-07f4-4586-8190-b40eccef1c5a',
	version: '1.0',
	sourceConnectionSpecIds: [S3_SPEC],
	targetConnectionSpecIds: [DATA_LAKE_SPEC],
	optionSpec: {
		name: 'OptionSpec',
		spec: {
			$schema: 'http://json-schema.org/draft-07/schema#',
			type: 'object',
			properties: {
				errorDiagnosticsEnabled: { type: 'boolean', default: false },
				partialIngestionPercent: { type: 'number', exclusiveMinimum: 0 },
			},
		},
	},
	scheduleSpec: {
		name: 'PeriodicSchedule',
		type: 'Periodic',
		spec: {
			$schema: 'http://json-schema.org/draft-07/schema#',
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
