import { explainRuns } from '../../../nodes/AdobeExperiencePlatform/run/explain';
import type { RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';
import { Cancelled } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../fakeExecution';

const T = Date.parse('2026-11-20T00:00:00Z');

/** A run of one dataflow, this many minutes after T. */
function run(
	minutes: number,
	status: string,
	more: Partial<RawRun> & { words?: string } = {},
): RawRun {
	const { words = 'It failed', ...rest } = more;
	const errors = status === 'failed' ? [{ code: 'CONNECTOR-1001-500', message: words }] : [];
	return {
		id: `r${minutes}`,
		flowId: 'f1',
		createdAt: T + minutes * 60_000,
		metrics: { statusSummary: { status, errors } },
		...rest,
	};
}

// Requests run in parallel here, so each response depends on its own request.
function concurrentService(reply: (request: Request) => Outcome) {
	const calls: Request[] = [];
	const { http } = fakeService(() => answer(500));
	http.send = async (request) => {
		calls.push(request);
		return await Promise.resolve(reply(request));
	};
	return { http, calls };
}

const flow = (id: string, connection: string) => ({
	id,
	name: `Flow ${id}`,
	inheritedAttributes: { sourceConnections: [{ baseConnection: { id: connection } }] },
});

/** A service with these runs and this result of the connection test. */
function service(history: RawRun[], test: Outcome) {
	const { http, calls } = concurrentService(({ path, query = [] }) => {
		if (path.endsWith('/test')) return test;
		if (path.endsWith('/flows')) {
			return answer(200, { items: [flow('f1', 'c1'), flow('f2', 'c1'), flow('f3', 'c3')] });
		}
		const filter = query.find(([name, value]) => name === 'property' && value.startsWith('flowId'));
		const of = history.filter(({ flowId }) => filter?.[1] === `flowId==${flowId}`);
		const newestFirst = [...of].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
		const start = Number(query.find(([name]) => name === 'continuationToken')?.[1] ?? 0);
		const items = newestFirst.slice(start, start + 100);
		const next =
			start + 100 < newestFirst.length
				? { next: { href: `/runs?continuationToken=${start + 100}` } }
				: {};
		return answer(200, { items, _page: {}, _links: next });
	});
	const { client, run: execution, timer } = clientOf(http);
	const asked = (end: string) => calls.filter(({ path }) => path.endsWith(end)).length;
	return { client, calls, asked, execution, timer };
}

const works = (result: boolean) => answer(200, { result });

describe('The cause that nothing printed names', () => {
	it.each<[string, Outcome, string, boolean]>([
		['fails', works(false), 'credentials', true],
		['passes', works(true), 'unknown', false],
		['is refused', answer(403), 'unknown', false],
		['breaks down', answer(500), 'unknown', false],
		['has to wait long', answer(503, {}, { 'retry-after': '600' }), 'unknown', false],
		['times out', { kind: 'network', reason: 'timeout', maybeSent: true }, 'unknown', false],
		['says nothing', answer(200, {}), 'unknown', false],
	])('is told by the connection test: it %s', async (_what, test, cause, keysRefused) => {
		const failed = run(1, 'failed');
		const { client, asked, execution, timer } = service([failed], test);
		const [output] = await explainRuns(client, [failed]);
		expect(output).toMatchObject({ cause, keysRefused, failedInARow: 1 });
		expect(asked('/test')).toBeLessThanOrEqual(2);
		expect(execution.fatal).toBeUndefined();
		// At most as long as any request waits for a Retry-After.
		expect(timer.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(30_000);
	});

	it('is tested once for all runs of a connection, and not for printed causes or successful runs', async () => {
		const runs = [
			run(1, 'failed'),
			run(2, 'failed', { flowId: 'f2' }),
			run(3, 'failed'),
			run(4, 'success'),
			run(5, 'failed', { flowId: 'f3', words: 'NoSuchKey' }),
		];
		const { client, calls } = service(runs, works(false));
		const outputs = await explainRuns(client, runs);
		await explainRuns(client, runs);
		expect(outputs.map(({ cause }) => cause)).toEqual([
			'credentials',
			'credentials',
			'credentials',
			null,
			'path',
		]);
		expect(calls.filter(({ path }) => path.endsWith('/test')).map(({ path }) => path)).toEqual([
			expect.stringContaining('/connections/c1/test'),
		]);
	});

	it('is unknown if the connection is', async () => {
		const failed = run(1, 'failed', { flowId: 'gone' });
		const { client, asked } = service([failed], works(false));
		const [output] = await explainRuns(client, [failed]);
		expect(output).toMatchObject({ cause: 'unknown', dataflowName: null });
		expect(asked('/test')).toBe(0);
	});

	it('does not hold up a cancelled execution', async () => {
		const failed = run(1, 'failed');
		const { http } = fakeService(() => {
			throw new Cancelled();
		});
		const { client } = clientOf(http);
		await expect(explainRuns(client, [failed])).rejects.toThrow(Cancelled);
	});
});

describe('Failed runs in a row', () => {
	const failedInARow = async (history: RawRun[], ...of: RawRun[]) => {
		const { client, calls } = service(history, works(true));
		const outputs = await explainRuns(client, of);
		const lists = calls.filter(({ path }) => path.endsWith('/runs')).length;
		return { counts: outputs.map((output) => output.failedInARow), lists };
	};

	it('are counted up to the run, for all runs of a dataflow in one request', async () => {
		const history = [
			run(1, 'failed'),
			run(2, 'success'),
			run(3, 'failed'),
			run(4, 'failed'),
			run(5, 'partialSuccess'),
			run(6, 'failed'),
			run(7, 'inProgress'),
		];
		const { counts, lists } = await failedInARow(history, ...history);
		expect(counts).toEqual([1, 0, 1, 2, 0, 1, 0]);
		expect(lists).toBe(1);
	});

	it('are counted over pages', async () => {
		const history = Array.from({ length: 250 }, (_, index) =>
			run(index, index === 9 ? 'success' : 'failed'),
		);
		const { counts } = await failedInARow(history, history[249] as RawRun);
		expect(counts).toEqual([240]);
	});

	it('do not end at a run under way, and hold a run that is not listed yet', async () => {
		const last = run(4, 'failed');
		const { counts } = await failedInARow(
			[run(1, 'failed'), run(2, 'failed'), run(3, 'queued')],
			last,
		);
		expect(counts).toEqual([3]);
	});

	it('are not of another dataflow', async () => {
		const last = run(3, 'failed');
		const { counts } = await failedInARow([run(2, 'failed', { flowId: 'f2' }), last], last);
		expect(counts).toEqual([1]);
	});

	it('are null if they cannot be read', async () => {
		const failed = run(1, 'failed', { words: 'NoSuchKey' });
		const { http } = fakeService((calls) =>
			calls.at(-1)?.path.endsWith('/flows') ? answer(200, { items: [] }) : answer(403),
		);
		const [output] = await explainRuns(clientOf(http).client, [failed]);
		expect(output).toMatchObject({ failedInARow: null, cause: 'path' });
	});
});
