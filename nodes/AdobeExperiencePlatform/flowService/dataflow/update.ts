import type { ApiClient } from '../../transport/apiClient';
import { etagOf } from '../../transport/entity/etag';
import type { EtagReader } from '../../transport/entity/etagReader';
import type { Written } from '../../transport/entity/kind';
import { waitUntilSettled } from '../../transport/entity/settle';
import {
	removeForCertain,
	updateUnderEtag,
	type PatchOperation,
	type UpdateOptions,
} from '../../transport/entity/update';
import { DATAFLOW, type Dataflow } from './entities';

/** A PATCH of a dataflow and the parameters it writes, by name. */
export interface DataflowPatch {
	operations: PatchOperation[];
	updated: string[];
}

/** What an update may change; what is left out stays as it is. Times in epoch seconds. */
export interface DataflowFields {
	name?: string;
	description?: string;
	schedule?: string;
	interval?: number;
	startTime?: number;
}

/** Where the service keeps each field (contract.md (g); its paths of a PATCH). */
const PATHS: Record<keyof DataflowFields, string> = {
	name: '/name',
	description: '/description',
	schedule: '/scheduleParams/frequency',
	interval: '/scheduleParams/interval',
	startTime: '/scheduleParams/startTime',
};

const NOT_FOR_ONCE = [
	{ path: '/scheduleParams/interval', value: 1 },
	{ path: '/scheduleParams/backfill', value: true },
];

/**
 * The patch for some fields: `add` sets a member whether or not it was there before. A schedule of once
 * has neither interval nor backfill (contract.md (g): 1361, 1364-400): both go with it.
 */
export function dataflowPatch(fields: DataflowFields): DataflowPatch {
	const given = Object.entries(fields).filter(([, value]) => value !== undefined);
	const operations = given.map(
		([name, value]): PatchOperation => ({
			op: name === 'name' ? 'replace' : 'add',
			path: PATHS[name as keyof DataflowFields],
			value,
		}),
	);
	return {
		operations: [
			...operations,
			...(fields.schedule === 'once'
				? NOT_FOR_ONCE.flatMap(({ path, value }) => removeForCertain(path, value))
				: []),
		],
		updated: given.map(([name]) => name),
	};
}

/**
 * Changes a dataflow by one PATCH under its etag, and waits until Adobe has carried it out: it answers
 * before (contract.md, dataflows).
 * @throws Failure also where the change was taken and failed afterwards
 */
export async function updateDataflow(
	client: ApiClient,
	id: string,
	operations: PatchOperation[],
	options: UpdateOptions<Dataflow> & { etags?: EtagReader },
): Promise<Written> {
	const since = client.run.timer.now();
	const written = await updateUnderEtag<Dataflow>(client, DATAFLOW, id, operations, options);
	const settled = await waitUntilSettled<Dataflow>(client, DATAFLOW, id, since);
	const now = { id, etag: etagOf(settled) ?? written.etag, name: settled.name };
	options.etags?.store(now);
	return now;
}
