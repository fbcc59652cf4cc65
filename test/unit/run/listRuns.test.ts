import { listRuns } from '../../../nodes/AdobeExperiencePlatform/run/get.operation';
import { answer, clientOf, fakeService } from '../fakeExecution';

const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);
const run = (id: string, startedAtUTC: number | undefined, status = 'success') => ({
	id,
	flowId: 'f',
	metrics: { statusSummary: { status }, durationSummary: { startedAtUTC } },
});
const runs = [
	run('late', at('12:00:00')),
	run('seconds', at('11:00:00') / 1000),
	run('failed', at('10:30:00'), 'failed'),
	run('first', at('10:00:00')),
	run('early', at('09:59:59')),
	run('unknown', undefined, 'queued'),
];

/** A service that ignores all filters. */
async function idsOf(filters: object): Promise<string[]> {
	const { http } = fakeService((calls) => {
		const isOfRuns = calls.at(-1)?.path.endsWith('/runs');
		return answer(200, { items: isOfRuns ? runs : [{ id: 'f' }] });
	});
	const wanted = { dataflowId: 'f', status: '' as const, ...filters };
	return (await listRuns(clientOf(http).client, wanted, 50)).map(({ id }) => id);
}

describe('Runs of a service that ignores filters are those', () => {
	it.each<[what: string, filters: object, ids: string[]]>([
		['of all times', {}, runs.map(({ id }) => id)],
		[
			'that started then or later',
			{ startedAfter: at('10:00:00') },
			['late', 'seconds', 'failed', 'first'],
		],
		['that started earlier', { startedBefore: at('10:00:00') }, ['early']],
		[
			'in between, of a status',
			{ startedAfter: at('10:00:00'), startedBefore: at('12:00:00'), status: 'success' },
			['seconds', 'first'],
		],
		['of another dataflow', { dataflowId: 'other' }, []],
	])('%s', async (_what, filters, ids) => expect(await idsOf(filters)).toEqual(ids));
});
