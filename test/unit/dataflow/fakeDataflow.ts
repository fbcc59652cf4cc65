import type {
	Dataflow,
	SourceConnection,
	TargetConnection,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { answer, clientOf, fakeService } from '../fakeExecution';
import { pairs } from './fakePlan';

export const flow: Dataflow = {
	id: 'f',
	name: 'one',
	etag: '"1"',
	sourceConnectionIds: ['source'],
	targetConnectionIds: ['target'],
	scheduleParams: { frequency: 'once' },
	transformations: [{ name: 'Mapping', params: { mappingId: 'm', mappingVersion: 2 } }],
	options: { errorDiagnosticsEnabled: true },
};
export const source: SourceConnection = {
	id: 'source',
	baseConnectionId: 'c',
	data: { format: 'delimited' },
	params: { path: '/b/a.csv' },
};
export const target: TargetConnection = { id: 'target', params: { dataSetId: 'd' } };
const mappingSet = {
	id: 'm',
	version: 2,
	name: 'one (mapping)',
	outputSchema: { schemaRef: { id: 's' } },
	mappings: pairs,
};

export interface Stored {
	/** What the list shows, if it is less than the whole dataflow. */
	listed?: Dataflow;
	flow?: Dataflow;
	source?: SourceConnection;
	target?: TargetConnection;
	/** What the dataflow shows after a change. */
	settled?: Dataflow;
}

/** A service with one dataflow of this name and its parts. */
export function service(stored: Stored = {}) {
	const shown = { flow, source, target, ...stored };
	const { http, calls } = fakeService((all) => {
		const { method, path, query } = all[all.length - 1] as (typeof all)[number];
		const isPatched = all.some((call) => call.method === 'PATCH');
		if (method === 'PATCH') return answer(200, { id: 'f', etag: '"2"' });
		if (method === 'POST') return answer(200, { ...mappingSet, id: 'new', version: 0 });
		if (path.includes('/mappingSets/')) return answer(200, mappingSet);
		const own = isPatched ? (shown.settled ?? shown.flow) : shown.flow;
		const one = path.includes('/sourceConnections/')
			? shown.source
			: path.includes('/targetConnections/')
				? shown.target
				: query
					? (shown.listed ?? own)
					: own;
		return answer(200, { items: [one] });
	});
	/** The patch operations that were sent. */
	const patched = () =>
		calls.flatMap(({ method, body }) => (method === 'PATCH' ? (body as unknown[]) : []));
	const written = () => calls.filter(({ method }) => method !== 'GET');
	return { ...clientOf(http), calls, patched, written };
}
