import { retryRun } from '../../../nodes/AdobeExperiencePlatform/run/start.operation';
import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import { rememberRun } from '../../../nodes/AdobeExperiencePlatform/run/read';
import { waitForRun } from '../../../nodes/AdobeExperiencePlatform/run/wait.operation';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeClient, fakeService } from '../fakeExecution';

/** Starts, retries and waits for something that is missing, deleted or refused. */

const list = (...items: object[]) => answer(200, { items });
const HOUR = 3_600_000;
const T = Date.parse('2026-11-20T00:00:00Z');
const textOf = (value: string) => expect.stringContaining(value) as string;

interface Shown {
	status?: string;
	createdAt?: number;
	window?: [start: number, end: number];
	flowId?: string;
}

const run = (
	id: string,
	{ status = 'failed', createdAt = T, window, flowId = 'f' }: Shown = {},
) => ({
	id,
	flowId,
	createdAt,
	metrics: {
		statusSummary: { status },
		durationSummary: {
			completedAtUTC: status === 'inProgress' ? undefined : createdAt + 1_000,
			...(window && { extensions: { windowStart: window[0], windowEnd: window[1] } }),
		},
	},
});
type Run = ReturnType<typeof run>;

let dataflows = 0;
/** A new dataflow for each test, since the process remembers the runs that it started. */
function service(
	runs: Run[],
	flow: object | Outcome = {},
	post: Outcome = answer(200, { id: 'new' }),
) {
	const flowId = `flow-${++dataflows}`;
	const own = runs.map((one) => ({ ...one, flowId }));
	const listed = [...own].reverse();
	const lists: Array<(calls: Request[]) => Outcome> = [() => list(...listed)];
	const { http, calls } = fakeService((asked) => {
		const { method, path } = asked.at(-1) as Request;
		if (method === 'POST') return post;
		if (path.includes('/flows/')) return 'kind' in flow ? flow : list({ id: flowId, ...flow });
		const one = own.find(({ id }) => path.endsWith(`/runs/${id}`));
		if (one) return list(one);
		return (lists.length > 1 ? lists.shift() : lists[0])?.(asked) ?? answer(500);
	});
	const { client, run: execution } = clientOf(http);
	const posted = () =>
		calls
			.filter(({ method }) => method === 'POST')
			.map(({ path, query, body }) => {
				const sent = typeof body === 'function' ? (body as () => unknown)() : body;
				return { path: path.slice(path.indexOf('/runs')), op: query?.[0]?.[1], body: sent };
			});
	return { client, calls, flowId, lists, posted, hints: () => [...execution.hints].join() };
}
const failing = async (work: Promise<unknown>) => await work.catch((error: unknown) => error);
const action = (id: string) => ({
	path: `/runs/${id}/action`,
	op: 're-trigger',
	body: undefined,
});

describe('A retry is left to Adobe', () => {
	it.each<[what: string, runs: Run[], flow: object | Outcome]>([
		['where the dataflow is gone', [run('r')], answer(404)],
		['where the run did not fail', [run('r', { status: 'success' })], {}],
		[
			'where its window is empty, and no other run reaches it',
			[
				run('good', { status: 'success', window: [T - 2 * HOUR, T - HOUR] }),
				run('r', { window: [T, T] }),
			],
			{},
		],
		[
			'where a schedule has ingested some of its files by another run',
			[
				run('r', { window: [T - 2 * HOUR, T] }),
				run('good', { status: 'success', createdAt: T + HOUR, window: [T - 2 * HOUR, T - HOUR] }),
			],
			{ scheduleParams: { frequency: 'hour' } },
		],
	])('%s', async (_what, runs, flow) => {
		const { client, posted } = service(runs, flow);
		expect(await retryRun(client, 'r')).toEqual({ id: 'new', retried: true });
		expect(posted()).toEqual([action('r')]);
	});

	it('if the run does not show its dataflow, which is then not read', async () => {
		const { http, calls } = fakeService((asked) => {
			if (asked.at(-1)?.method === 'POST') return answer(200, { id: 'new' });
			return asked.at(-1)?.path.endsWith('/runs/r') ? list({ id: 'r' }) : list();
		});
		const { client } = clientOf(http);
		expect(await retryRun(client, 'r')).toEqual({ id: 'new', retried: true });
		expect(calls.map(({ method, path, query }) => [method, path.split('/runs')[1], query])).toEqual(
			[
				['GET', '/r', undefined],
				['POST', '/r/action', [['op', 're-trigger']]],
			],
		);
	});

	it('and a failure that is not about its word is reported, and nothing else is sent', async () => {
		const { client, posted } = service([run('r')], {}, answer(403));
		expect(await failing(retryRun(client, 'r'))).toMatchObject({ httpCode: '403' });
		expect(posted()).toEqual([action('r')]);
	});
});

it('A retry starts each part of the window that is open, and names all runs', async () => {
	const { client, posted, hints, flowId } = service([
		run('r', { window: [T - 3 * HOUR, T] }),
		run('good', { status: 'success', createdAt: T + HOUR, window: [T - 2 * HOUR, T - HOUR] }),
	]);
	expect(await retryRun(client, 'r')).toEqual({ id: 'new', retried: true });
	const sent = posted();
	expect(sent.map(({ path }) => path)).toEqual(['/runs', '/runs']);
	expect(sent.map(({ body }) => body)).toMatchObject(
		[
			[T - 3 * HOUR, T - 2 * HOUR],
			[T - HOUR, T],
		].map(([start = 0, end = 0]) => ({
			flowId,
			params: { windowStartTime: start / 1000, windowEndTime: end / 1000 },
		})),
	);
	expect(hints()).toContain('by the runs new, new');
});

describe('After a start', () => {
	it('a look that fails is no failure of the start', async () => {
		const { client, lists, hints } = service([]);
		lists.push(() => answer(403));
		expect(await startRun(client, `flow-${dataflows}`)).toBe('new');
		expect(hints()).not.toContain('at the same time');
	});

	it('another run is reported, even if neither name nor window is known', async () => {
		const { client, lists, hints, flowId } = service([run('r')]);
		lists.push(() => list({ ...run('other', { status: 'inProgress' }), flowId }));
		expect(await retryRun(client, 'r')).toEqual({ id: 'new', retried: true });
		expect(hints()).toContain(
			`Two runs of the dataflow "${flowId}" were started at the same time: new and other (2026-11-20T00:00:00.000Z). Files changed may be ingested twice.`,
		);
	});
});

describe('A dataflow without a name is reported by its ID', () => {
	it.each<[what: string, runs: Run[], flow: object]>([
		['is disabled', [], { state: 'disabled' }],
		[
			'is already running',
			[run('r', { status: 'inProgress', createdAt: Date.parse('2026-11-21T11:00:00Z') })],
			{},
		],
		['runs by its schedule', [], { scheduleParams: { frequency: 'DAY' } }],
	])('where it %s, and nothing is started', async (what, runs, flow) => {
		const { client, flowId, posted } = service(runs, flow);
		expect(await failing(startRun(client, flowId))).toMatchObject({
			message: textOf(`The dataflow "${flowId}" ${what}`),
		});
		expect(posted()).toEqual([]);
	});
});

type Waiting = Parameters<typeof waitForRun>[1];

describe('Waiting', () => {
	const waitFor = async (more: Partial<Waiting>, ...answers: Outcome[]) => {
		const { client, calls, run: execution, timer } = fakeClient(...answers);
		const reports: string[] = [];
		execution.report = (text) => reports.push(text);
		const waiting: Waiting = {
			runId: '',
			dataflowId: 'f',
			maxWait: 60_000,
			failOnError: true,
			...more,
		};
		const result = await failing(waitForRun(client, waiting));
		return { result, calls, reports, timer, hints: [...execution.hints].join() };
	};
	const is = (status: string) => list(run('r', { status }));

	it('continues if a run that was seen is not found later', async () => {
		const answers = [is('inProgress'), answer(404), is('success'), list()];
		const { result, reports } = await waitFor({ runId: 'r' }, ...answers);
		expect(result).toMatchObject({ id: 'r', status: 'success' });
		expect(reports).toEqual([
			'Waiting for the dataflow run r, which is inProgress',
			'Waiting for the dataflow run r, which Adobe does not list yet',
		]);
	});

	it.each([
		['was never seen', [answer(404)], '404'],
		['cannot be read any more', [is('inProgress'), answer(403)], '403'],
	])('ends where a run %s', async (_what, answers, httpCode) => {
		const { result, calls } = await waitFor({ runId: 'r' }, ...answers);
		expect(result).toMatchObject({ httpCode });
		expect(calls).toHaveLength(answers.length);
	});

	it('reports that a run continues if it is not found anymore', async () => {
		const { result } = await waitFor({ runId: 'r' }, is('inProgress'), answer(404));
		expect(result).toMatchObject({
			message: 'The dataflow run r has not finished within 1 minutes',
			description: textOf('It is not listed yet, and continues at Adobe.'),
		});
	});

	it('ends for a disabled dataflow, which may have no name', async () => {
		const { result, calls } = await waitFor({}, list(), list({ id: 'f', state: 'disabled' }));
		expect(result).toMatchObject({ message: 'The dataflow "f" is disabled' });
		expect(calls).toHaveLength(2);
	});

	it('takes the newest run rather than an older one that this process started', async () => {
		const newest = (status: string) =>
			list(run('newest', { status, createdAt: Date.parse('2026-11-21T11:59:00Z') }));
		const { http, calls } = fakeService((asked) =>
			newest(asked.length > 1 ? 'success' : 'inProgress'),
		);
		const { client, timer } = clientOf(http);
		rememberRun(client, { id: 'mine', flowId: 'f', at: timer.now() - 2 * 60_000 });
		const waiting = { runId: '', dataflowId: 'f', maxWait: 60_000, failOnError: true };
		expect(await waitForRun(client, waiting)).toMatchObject({ id: 'newest' });
		expect(calls.filter(({ path }) => path.endsWith('/runs/mine'))).toEqual([]);
	});

	it('reports that a run is an old one, even if it does not show when it ended', async () => {
		const old = {
			id: 'old',
			flowId: 'o',
			createdAt: T,
			metrics: { statusSummary: { status: 'failed' } },
		};
		const { result, hints } = await waitFor(
			{ dataflowId: 'o', failOnError: false },
			list(old),
			list({ id: 'o', state: 'enabled' }),
			list(),
		);
		expect(result).toMatchObject({ id: 'old', status: 'failed', completedAt: null });
		expect(hints).toMatch(
			/This run had already finished\. Wait Until Finished only reports it\..* new or changed/,
		);
	});

	it('reports that Adobe gives no reason for an aborted run', async () => {
		const { result } = await waitFor({ runId: 'r' }, is('aborted'), list());
		expect(result).toMatchObject({
			message: 'The dataflow run failed',
			description: 'Adobe gives no reason. Run ID: r.',
		});
	});
});
