import {
	listDataflows,
	type Dataflow,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { answer, clientOf, fakeService } from '../fakeExecution';

const ANY = { name: '', state: '', connectionId: '', datasetId: '' };
const reads = (id: string, connection: string, more: Partial<Dataflow> = {}): Dataflow => ({
	id,
	name: id,
	inheritedAttributes: { sourceConnections: [{ baseConnection: { id: connection } }] },
	...more,
});

/** A service whose lists ignore all filters. */
function service(flows: Dataflow[], targets: object[] = []) {
	const { http, calls } = fakeService((all) => {
		const { path = '' } = all[all.length - 1] ?? {};
		return answer(200, { items: path.endsWith('/targetConnections') ? targets : flows });
	});
	const { client } = clientOf(http);
	const filters = () =>
		calls.map(({ query = [] }) =>
			query.filter(([name]) => name === 'property').map(([, value]) => value),
		);
	const list = async (more: Partial<typeof ANY>, limit = Infinity) =>
		(await listDataflows(client, { ...ANY, ...more }, limit)).map(({ id }) => id);
	return { filters, list };
}

describe('Dataflows of a dataset', () => {
	const flows = [
		reads('mine', 'c', { targetConnectionIds: ['x', 't1'] }),
		reads('other', 'c', { targetConnectionIds: ['t2'] }),
		reads('none', 'c'),
	];
	const targets = [
		{ id: 't1', params: { dataSetId: 'd' } },
		{ id: 't2', params: { dataSetId: 'other' } },
		{ id: 't3' },
	];

	it('are those with a target connection to it, even if a list shows others', async () => {
		const { list, filters } = service(flows, targets);
		expect(await list({ datasetId: 'd' })).toEqual(['mine']);
		expect(filters()).toEqual([['params.dataSetId==d'], []]);
	});

	it('are found without a filter if the ID has signs of a filter', async () => {
		const own = [{ id: 't1', params: { dataSetId: 'd,e' } }, ...targets.slice(1)];
		const { list, filters } = service(flows, own);
		expect(await list({ datasetId: 'd,e' })).toEqual(['mine']);
		expect(filters()).toEqual([[], []]);
	});

	it('are none, and are not requested, if nothing writes to it', async () => {
		const { list, filters } = service(flows, targets);
		expect(await list({ datasetId: 'unused' })).toEqual([]);
		expect(filters()).toHaveLength(1);
	});
});

describe('Dataflows of a base connection', () => {
	const flows = [
		reads('1', 'other'),
		reads('2', 'c', { name: 'a,b', state: 'enabled' }),
		reads('3', 'c', { name: 'a', state: 'disabled' }),
		reads('4', 'c', { name: 'a', state: 'enabled' }),
	];

	it.each<[filters: Partial<typeof ANY>, found: string[], names: string[]]>([
		[{}, ['2'], []],
		[{ name: 'a' }, ['3'], ['name=="a"']],
		[{ name: 'a', state: 'enabled' }, ['4'], ['name=="a"', 'state==enabled']],
		// Such a name cannot be a filter.
		[{ name: 'a,b' }, ['2'], []],
		[{ name: 'zzz' }, [], ['name=="zzz"']],
	])('are compared again, up to the limit: %j', async (more, found, names) => {
		const { list, filters } = service(flows);
		expect(await list({ connectionId: 'c', ...more }, 1)).toEqual(found);
		const [first = []] = filters();
		expect(first.slice(0, -1)).toEqual(names);
		expect(first.at(-1)).toMatch(/==c$/);
	});
});
