import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode, searchList } from '../../support/engine';
import { draft } from '../dataflow/cases';

const local = useLocalAdobe();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A dataflow of the seeded stores, and its runs of this many minutes ago, the newest last. */
async function flowWith(
	name: string,
	runs: Array<[outcome: 'success' | 'failed' | 'partialSuccess', ago: number]>,
) {
	const { id: connectionId } = local.adobe.seedConnection({ name });
	const { json, error } = await runNode(local.credential(), {
		parameters: draft('create', connectionId, 'stores/stores.csv.gz', 'stores', {
			name,
			startTime: new Date(Date.now() + DAY).toISOString(),
		}),
	});
	if (error) throw error;
	return runs.map(([outcome, ago]) => {
		const completedAt = Date.now() - ago;
		const startedAt = completedAt - MINUTE;
		const { id } = local.adobe.seedRun({
			flowId: String(json[0]?.id),
			outcome,
			startedAt,
			completedAt,
		});
		return { id, completedAt };
	});
}

const list = async (operation: string, filter?: string, timezone = 'UTC') =>
	await searchList(local.credential(), 'searchRuns', {
		parameters: { resource: 'run', operation },
		filter,
		timezone,
	});

/** As the list shows it in UTC, with the day if midnight was in between. */
function shownAt(time = 0): RegExp {
	return new RegExp(`(, \\w+ \\d+)?, ${new Date(time).toISOString().slice(11, 16)}$`);
}

describe('The list of runs', () => {
	it('names dataflow, ending and time, the newest first', async () => {
		const [older, newer] = await flowWith('Stores from S3', [
			['success', 2],
			['failed', 1],
		]);
		const { results } = await list('get');
		expect(results.map(({ value }) => value)).toEqual([newer?.id, older?.id]);
		const [first, second] = results.map(({ name }) => name);
		expect(first).toMatch(/^Stores from S3, failed, /);
		expect(first).toMatch(shownAt(newer?.completedAt));
		expect(second).toMatch(/^Stores from S3, succeeded, /);
		expect(second).toMatch(shownAt(older?.completedAt));
	});

	it('calls a partial success what the trigger and the outputs call it', async () => {
		const [run] = await flowWith('Stores', [['partialSuccess', 1]]);
		const { results } = await list('getFailedRecords', 'partial');
		expect(results.map(({ value }) => value)).toEqual([run?.id]);
		expect(results[0]?.name).toMatch(/^Stores, partial success, /);
	});

	it('names the day of older runs, in the time zone of the workflow', async () => {
		const [run] = await flowWith('Stores', [['failed', 3 * DAY]]);
		const [{ name } = { name: '' }] = (await list('get', undefined, 'Asia/Tokyo')).results;
		const at = (options: Intl.DateTimeFormatOptions) =>
			new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo', ...options }).format(
				run?.completedAt,
			);
		expect(name).toContain(`Stores, failed, ${at({ month: 'short', day: 'numeric' })}, `);
		expect(name).toContain(at({ hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }));
	});

	it.each([
		['get', 2],
		['wait', 2],
		['retry', 1],
		['getFailedRecords', 1],
	])('offers %s only what it is for', async (operation, count) => {
		await flowWith('Stores', [
			['success', 2],
			['failed', 1],
		]);
		expect((await list(operation)).results).toHaveLength(count);
	});

	it('is searched by dataflow and ending, and by nothing else', async () => {
		await flowWith('Stores', [['failed', 1]]);
		await flowWith('Orders', [['success', 2]]);
		expect((await list('get', 'ORD')).results).toHaveLength(1);
		expect((await list('get', 'failed')).results).toHaveLength(1);
		expect((await list('get', 'nothing')).results).toEqual([]);
	});
});

it('says so if recent pages contain no runs to choose, and continues with older ones', async () => {
	const [failed] = await flowWith('Stores', [['failed', 3 * DAY]]);
	await flowWith(
		'Orders',
		Array.from({ length: 500 }, (_, count) => ['success' as const, 2 * DAY - count * MINUTE]),
	);
	const parameters = { resource: 'run', operation: 'retry' };
	const first = await searchList(local.credential(), 'searchRuns', { parameters });
	expect(first.results).toEqual([
		{
			name: expect.stringMatching(
				/^No runs to choose since \w+ \d+, \d\d:\d\d\. Scroll for older ones, or enter an ID$/,
			),
			value: '',
		},
	]);
	const token = first.paginationToken as string;
	const second = await searchList(local.credential(), 'searchRuns', { parameters, token });
	expect(second).toEqual({ results: [{ name: expect.any(String), value: failed?.id }] });
});

describe('A run may be given', () => {
	it.each<[how: string, of: (id: string) => INodeParameters['x']]>([
		['as a text, as saved workflows have it', (id) => id],
		['as an expression in a text field', () => '={{ $json.id }}'],
		['by ID', (value) => ({ __rl: true, mode: 'id', value })],
		['from the list', (value) => ({ __rl: true, mode: 'list', value })],
		['by an expression', () => ({ __rl: true, mode: 'id', value: '={{ $json.id }}' })],
	])('%s', async (_how, of) => {
		const [{ id } = { id: '' }] = await flowWith('Stores', [['success', 1]]);
		for (const typeVersion of [1, 1.1]) {
			const { json, error } = await runNode(local.credential(), {
				parameters: { resource: 'run', operation: 'get', runId: of(id) },
				items: [{ id }],
				settings: { typeVersion },
			});
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ id, dataflowName: 'Stores' });
		}
	});

	it('not by an expression that returns nothing', async () => {
		const runId = { __rl: true, mode: 'id', value: '={{ $json.runID }}' };
		const { error } = await runNode(local.credential(), {
			parameters: { resource: 'run', operation: 'retry', runId },
			items: [{ id: 'r' }],
		});
		expect(error?.message).toBe('The expression in Run returned nothing');
		expect(local.adobe.journal).toEqual([]);
	});
});
