import { explainRuns } from '../../../nodes/AdobeExperiencePlatform/run/explain';
import { namingRun } from '../../../nodes/AdobeExperiencePlatform/run/start.operation';
import {
	runPages,
	takeUnfinishedRuns,
	ingestionRuns,
	recallRun,
	rememberRun,
} from '../../../nodes/AdobeExperiencePlatform/run/read';
import { listRuns } from '../../../nodes/AdobeExperiencePlatform/run/get.operation';
import { flatRun, isCauseOpen, type RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';
import { time } from '../../../nodes/AdobeExperiencePlatform/run/metrics';
import {
	DataflowWindows,
	type WindowedRun,
} from '../../../nodes/AdobeExperiencePlatform/run/windows';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { answer, clientOf, fakeClient, fakeService } from '../fakeExecution';

/** Runs and lists with missing members, or with more entries than are read. */

const list = (...items: object[]) => answer(200, { items });
const MINUTE = 60_000;
const T = Date.parse('2026-11-20T00:00:00Z');
const failedRun = (more: object = {}, status: object = {}): RawRun => ({
	id: 'r',
	flowId: 'f',
	createdAt: T,
	metrics: { statusSummary: { status: 'failed', ...status } },
	...more,
});

describe('A run that does not show its dataflow', () => {
	it('belongs to the dataflow whose runs were requested', async () => {
		const answers = () => list({ id: 'bare' }, { id: 'other', flowId: 'g' });
		const wanted = { dataflowId: 'f', status: '' as const };
		const listed = await listRuns(fakeClient(answers(), list()).client, wanted, 5);
		expect(listed.map(({ id }) => id)).toEqual(['bare']);
		const pages: string[][] = [];
		for await (const { runs } of runPages(fakeClient(answers()).client, 'f')) {
			pages.push(runs.map(({ id }) => id));
		}
		expect(pages).toEqual([['bare']]);
	});

	it('stays among those that ingest data, and is explained without another request', async () => {
		const { client, calls } = fakeClient(answer(500));
		const bare = failedRun({ flowId: undefined });
		expect(await ingestionRuns(client, [bare])).toEqual([bare]);
		const [output] = await explainRuns(client, [bare]);
		expect(output).toMatchObject({ id: 'r', dataflowId: null, failedInARow: null });
		expect(calls).toEqual([]);
	});
});

describe('What Adobe prints of a run', () => {
	it('counts errors that have a code or a message alone', () => {
		const errors = [
			{ code: 'A', recordCount: 3 },
			{ message: 'A', recordCount: 4 },
		];
		expect(flatRun(failedRun({}, { errors }))).toMatchObject({ recordsFailed: 7 });
	});

	it('may have an object for a message', () => {
		const errors = [{ code: 'X', message: { text: 'NoSuchKey' } }];
		expect(flatRun(failedRun({}, { errors }))).toMatchObject({
			cause: 'path',
			errors: [{ code: 'X', message: '{"text":"NoSuchKey"}' }],
		});
	});

	it.each([
		["ErrorCode=Odd,'Type=T,Message=It broke,Source=S,'Type=U,Message=More,Source=V", 'It broke'],
		["ErrorCode=Odd,Message=It broke,''Type=T", 'It broke'],
		['ErrorCode=Odd,Message=It broke', 'It broke'],
	])('has the copy engine’s words without its own: %s', (errorDetail, message) => {
		const run = failedRun({}, { extensions: { errorDetail } });
		expect(flatRun(run).errors).toMatchObject([{ code: 'Odd', message }]);
	});

	it('has no hint of a cause if it was aborted', () => {
		const stopped = failedRun({}, { status: 'aborted', errors: [{ message: 'Stopped' }] });
		expect(flatRun(stopped).errors).toEqual([{ code: '', message: 'Stopped', hint: '' }]);
	});

	it.each([
		['Copy Activity', false],
		['Copied data promotion', true],
	])('leaves the cause open unless the copy was a success: %s', (name, isOpen) => {
		const done = { name, sourceInfo: [{}], statusSummary: { status: 'success' } };
		expect(isCauseOpen(failedRun({ activities: [done] }))).toBe(isOpen);
	});

	it.each([
		['2026-11-20T00:00:00Z', T],
		[String(T), T],
		[T / 1000, T],
		['soon', null],
		[0, null],
		[{}, null],
	])('has times in whatever form: %j', (shown, read) => expect(time(shown)).toBe(read));
});

describe('Runs under way', () => {
	const page = (runs: object[], token?: number) => {
		const next = { href: `/runs?continuationToken=${String(token)}` };
		return answer(200, { items: runs, _links: token === undefined ? {} : { next } });
	};
	const taken = async (...answers: Array<ReturnType<typeof answer>>) => {
		const { client, calls } = fakeClient(...answers);
		const ids: string[] = [];
		const take = ({ id }: RawRun) => {
			ids.push(id);
			return false;
		};
		const error = await takeUnfinishedRuns(client, '', take).catch((failed: unknown) => failed);
		return { ids, error, requests: calls.length };
	};
	const running = { id: 'runs', metrics: { statusSummary: { status: 'inProgress' } } };
	const finished = Array.from({ length: 20 }, (_, index) => failedRun({ id: `${index}` }));

	it('are read until many that have finished follow each other: the filter is not known then', async () => {
		expect(await taken(page([running, ...finished], 1), page([running]))).toEqual({
			ids: ['runs'],
			error: undefined,
			requests: 1,
		});
		const fewer = finished.slice(1);
		const another = { ...running, id: 'another' };
		expect(await taken(page([running, ...fewer], 1), page([another]))).toEqual({
			ids: ['runs', 'another'],
			error: undefined,
			requests: 2,
		});
	});

	it('are none if the service refuses the filter, but any other failure is reported', async () => {
		expect(await taken(answer(400))).toEqual({ ids: [], error: undefined, requests: 1 });
		const { ids, error } = await taken(answer(403));
		expect(ids).toEqual([]);
		expect(error).toMatchObject({ httpCode: '403' });
	});
});

describe('The windows of a dataflow', () => {
	const windowed = (more: Partial<WindowedRun>): WindowedRun => ({
		id: 'good',
		createdAt: T,
		endedAt: T + MINUTE,
		status: 'success',
		isStuck: false,
		...more,
	});

	it('prove nothing by a run without one that may repeat what came right before it', () => {
		const window = { start: T - 5 * MINUTE, end: T - 2 * MINUTE };
		const failed = windowed({ id: 'bad', status: 'failed', createdAt: T - MINUTE, window });
		expect(new DataflowWindows([windowed({})]).coveredUntil).toBe(T - 10 * MINUTE);
		const windows = new DataflowWindows([failed, windowed({})]);
		expect(windows.coveredUntil).toBe(0);
		expect(windows.unknownSince(0).map(({ id }) => id)).toEqual(['good']);
	});

	it('leave an empty one open that no other run reaches', () => {
		const empty = { start: T, end: T };
		const failed = windowed({ id: 'bad', status: 'failed', window: empty });
		const other = windowed({ window: { start: T - 2 * MINUTE, end: T - MINUTE } });
		expect(new DataflowWindows([failed, other]).openOf(failed, empty)).toEqual([empty]);
		const around = windowed({ window: { start: T - MINUTE, end: T + MINUTE } });
		expect(new DataflowWindows([failed, around]).openOf(failed, empty)).toEqual([]);
	});

	it('come from the newest 5,000 runs', async () => {
		const { http, calls } = fakeService(({ length }) => {
			const items = Array.from({ length: 100 }, (_, index) =>
				failedRun({ id: `${length}-${index}`, createdAt: T - length * MINUTE - index }),
			);
			const next = { href: `/runs?continuationToken=${length}` };
			return answer(200, { items, _links: { next } });
		});
		const { runs } = await DataflowWindows.read(clientOf(http).client, { id: 'f' });
		expect(runs).toHaveLength(5_000);
		expect(runs.at(-1)?.id).toBe('1-0');
		expect(calls).toHaveLength(50);
	});
});

it('A process remembers the 10,000 runs that it started last', () => {
	const { client } = fakeClient(answer(500));
	for (let count = 0; count <= 10_000; count++) {
		rememberRun(client, { id: `${count}`, flowId: 'f', at: T });
	}
	expect(recallRun(client, '0')).toBeUndefined();
	expect(recallRun(client, '1')).toMatchObject({ id: '1', flowId: 'f' });
	expect(recallRun(client, '10000')).toMatchObject({ id: '10000' });
});

it.each([
	['It failed', 'It failed The dataflow run r-1 was started.'],
	['The run r-1 failed', 'The run r-1 failed'],
])('A failure after a start names the run once: %s', async (description, told) => {
	const failing = Promise.reject(new Failure('Bad', description));
	await expect(namingRun('r-1', failing)).rejects.toMatchObject({ description: told });
});
