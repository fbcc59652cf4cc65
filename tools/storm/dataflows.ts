import type { INodeParameters } from 'n8n-workflow';
import type { LocalAdobe } from '../../local/adobe';
import { DATASETS } from '../../local/adobe/tenant/ids';
import { credentialData } from '../../test/support/adobe';
import type { ItemEnding } from './endings';
import { execute, type Execution } from './execution';
import { killedExecution } from './inSecondProcess';
import { resultOf, withStormyAdobe, type StormOptions, type StormResult } from './storm';
import { traffic, type Tally } from './tally';

/** Faults hit all services of a dataflow: Flow Service, Data Prep, Catalog, Schema Registry. */
const ALL_SERVICES = '/data/foundation/';
const FILE = '/acme-landing/stores/stores.csv.gz';

/** Creates `items` dataflows of one file into one dataset on a service that fails. */
export async function stormOfDataflows(options: StormOptions): Promise<StormResult> {
	return await stormy(options, async (adobe) => {
		const executed = await execute(executionOf(adobe, options, 'create'));
		return resultOf(adobe, [], executed, options.items);
	});
}

/** The same by Create or Update in a process that is killed amid its work; then all items are run again. */
export async function stormOfKilledDataflows(options: StormOptions): Promise<StormResult> {
	return await stormy(options, async (adobe) => {
		const execution = executionOf(adobe, options, 'upsert');
		const isAmid = () => adobe.flows().length >= options.items / 3;
		await killedExecution(execution, isAmid);
		return resultOf(adobe, [], await execute(execution), options.items);
	});
}

async function stormy(
	options: StormOptions,
	work: (adobe: LocalAdobe) => Promise<ReturnType<typeof resultOf>>,
): Promise<StormResult> {
	return await withStormyAdobe({ ...options, path: ALL_SERVICES }, async (adobe) => {
		const started = performance.now();
		const { endings, ...result } = await work(adobe);
		return {
			...traffic(adobe.journal),
			...result,
			seconds: (performance.now() - started) / 1000,
			...tallyDataflows(adobe, endings),
		};
	});
}

function nameOf(index: number): string {
	return `Storm ${index}`;
}

/** Makes `items` dataflows, by names of their own. */
export function executionOf(
	adobe: LocalAdobe,
	{ items, concurrency }: StormOptions,
	operation: 'create' | 'upsert',
): Execution {
	const id = (value: string) => ({ __rl: true, mode: 'id', value });
	const parameters: INodeParameters = {
		resource: 'dataflow',
		operation,
		name: '={{ $json.name }}',
		connectionId: id(adobe.seedConnection({ name: 'Landing' }).id),
		pathType: 'file',
		path: { __rl: true, mode: 'path', value: FILE },
		datasetId: id(DATASETS.stores),
		// Later than the storm: its runs are another matter.
		startTime: new Date(Date.now() + 24 * 3_600_000).toISOString(),
	};
	const asked = Array.from({ length: items }, (_, index) => ({ name: nameOf(index) }));
	return {
		credential: credentialData(adobe),
		asked,
		parameters,
		concurrency,
	};
}

/** What the node said, held against the service's books. A part that no dataflow uses is orphaned, too. */
function tallyDataflows(adobe: LocalAdobe, endings: readonly ItemEnding[]): Tally {
	const flows = adobe.flows();
	const byId = new Map(flows.map((flow) => [flow.id, flow]));
	const ids = endings.flatMap((ending) => ('error' in ending ? [] : [ending.id]));
	const used = new Set(
		flows.flatMap(({ sourceConnectionIds = [], targetConnectionIds = [] }) => [
			...sourceConnectionIds,
			...targetConnectionIds,
		]),
	);
	const parts = [...adobe.sourceConnections(), ...adobe.targetConnections()];
	const missing = [...used].filter((id) => !parts.some((part) => part.id === id));
	const wrong = endings.filter(
		(ending, index) => !('error' in ending) && byId.get(ending.id)?.name !== nameOf(index),
	);
	return {
		asked: endings.length,
		succeeded: ids.length,
		failed: endings.length - ids.length,
		exist: flows.length,
		doubled: flows.length - new Set(flows.map(({ name }) => name)).size,
		orphaned:
			parts.filter(({ id }) => !used.has(id)).length +
			flows.filter(({ id }) => !ids.includes(id)).length,
		lost: wrong.length + missing.length,
	};
}
