import type { IDataObject } from 'n8n-workflow';
import type { LocalAdobe } from '../../local/adobe';
import { DATASETS } from '../../local/adobe/tenant/ids';
import { credentialData } from '../../test/support/adobe';
import { execute, type Executed, type Execution } from './execution';
import { killedExecution } from './inSecondProcess';
import { resultOf, withStormyAdobe, type StormOptions, type StormResult } from './storm';
import { traffic, type Tally } from './tally';

/** Faults hit Import, Catalog and Schema Registry. */
const ALL_SERVICES = '/data/foundation/';
const SETTINGS = {
	// An upload waits between its requests. With the 15 s of other storms a token would have ended before each of them,
	// and a try is four requests then.
	tokenLifetime: 60,
	// Adobe needs minutes for a batch. By then a request that is carried out late has been.
	runMs: 30_000,
};

/** Uploads `items` batches of one record each to a service that fails. */
export async function stormOfUploads(options: StormOptions): Promise<StormResult> {
	return await stormy(options, async (adobe) => await execute(executionOf(adobe, options)));
}

/** Begins an execution, and kills its process as soon as the time has come. */
export type Killed = (execution: Execution, isTime: () => boolean) => Promise<void>;

/** The same in a process that is killed amid its work; then n8n starts the execution again. */
export async function stormOfKilledUploads(
	options: StormOptions,
	killed: Killed = killedExecution,
): Promise<StormResult> {
	return await stormy(options, async (adobe) => {
		const execution = executionOf(adobe, options);
		const isAmid = () => adobe.records(DATASETS.stores).length >= options.items / 3;
		await killed(execution, isAmid);
		return await execute(execution);
	});
}

async function stormy(
	options: StormOptions,
	work: (adobe: LocalAdobe) => Promise<Executed>,
): Promise<StormResult> {
	return await withStormyAdobe(
		{ ...options, path: ALL_SERVICES, settings: SETTINGS },
		async (adobe) => {
			const started = performance.now();
			const executed = await work(adobe);
			const { secrets } = resultOf(adobe, [], executed, options.items);
			return {
				...traffic(adobe.journal),
				secrets,
				errors: [...new Set(executed.items.flatMap(({ json }) => errorOf(json)))],
				seconds: (performance.now() - started) / 1000,
				...tallyUploads(adobe, executed, options.items),
			};
		},
	);
}

function errorOf({ error }: IDataObject): string[] {
	return typeof error === 'string' ? [error] : [];
}

function executionOf(adobe: LocalAdobe, { items, concurrency }: StormOptions): Execution {
	return {
		credential: credentialData(adobe),
		asked: Array.from({ length: items }, (_, index) => ({
			storeId: `S-${index}`,
			// Items of the same options would become one batch.
			maxWait: String(30 + index / 1000),
		})),
		parameters: {
			resource: 'dataset',
			operation: 'upload',
			datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
			options: { maxWait: '={{ $json.maxWait }}', maxConcurrency: concurrency },
		},
		concurrency,
	};
}

/**
 * What the node said, held against the service's books. A batch that nobody completes, and that no output, error or
 * hint names, is orphaned.
 */
export function tallyUploads(adobe: LocalAdobe, { items, stored }: Executed, asked: number): Tally {
	const words = JSON.stringify(stored);
	const records = adobe.records(DATASETS.stores);
	const ids = new Set(records.map(({ record }) => String(record.storeId)));
	const batches = new Set(records.map(({ batchId }) => batchId));
	const said = items.filter(({ json }) => json.status === 'success');
	return {
		asked,
		succeeded: said.length,
		failed: asked - said.length,
		exist: records.length,
		doubled: records.length - ids.size,
		orphaned: adobe
			.batches()
			.filter(({ id, status }) => status === 'loading' && !words.includes(id)).length,
		lost: said.filter(({ json }) => !batches.has(String(json.batchId))).length,
	};
}
