import type { Settings } from '../index';
import { itemsOf, type Json } from './client';
import { useFlows } from './flowLab';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('Forms of a run', () => {
	const { client, base, made, flowBody, runsOf } = useFlows();

	const daily = { path: '/acme-landing/daily/', type: 'folder' };
	/** A dataflow that has ended its first run, and a run of it that was seeded. */
	const seeded = async (outcome?: string, settings: Partial<Settings> = {}) => {
		const id = await made('/flows', await flowBody({}, daily));
		await runsOf(id);
		client.adobe.set(settings);
		const run = client.adobe.seedRun({
			flowId: id,
			outcome: outcome as 'success',
			startedAt: Date.now() - HOUR,
			completedAt: Date.now() - HOUR + 60_000,
			window: { start: 0, end: Date.now() },
		});
		const [shown = {}] = itemsOf(await client.get(`/runs/${run.id}`));
		return shown as Json & {
			metrics: Record<string, Json>;
			activities: Array<Record<string, Json>>;
		};
	};
	const textOf = (value: unknown) => JSON.stringify(value);

	it('show a window in the older one and none in the newest', async () => {
		expect(textOf(await seeded())).toContain('"windowEnd"');
		const newest = await seeded(undefined, { runForm: 'newest' });
		expect(textOf(newest)).not.toMatch(/window|"state"|flowSpec|copyActivity|sourceInfo/i);
		expect(newest).toMatchObject({ createdBy: 'acp_foundation_connectors@AdobeID' });
		expect(newest.providerRefId).toMatch(
			new RegExp(`^M-${String(newest.flowId)}-incremental-0:[0-9a-f-]{36}$`),
		);
		const [copy, promotion] = newest.activities;
		expect(copy?.id).toMatch(/^[0-9a-f]{8}-/);
		expect(newest.metrics.fileSummary?.activityRefs).toEqual([promotion?.id]);
		expect([copy?.name, promotion?.name]).toEqual(['Copy Activity', 'Promotion Activity']);
	});

	it('have in the newest one nothing but the copy where there was no file', async () => {
		client.adobe.set({ runForm: 'newest' });
		const id = await made('/flows', await flowBody({}, daily));
		await runsOf(id);
		const times = { startedAt: 1_000, completedAt: 2_000 };
		const { id: runId } = client.adobe.seedRun({ flowId: id, ...times });
		const [run] = itemsOf(await client.get(`/runs/${runId}`));
		expect(run).toMatchObject({
			metrics: { recordSummary: { inputRecordCount: 0 }, statusSummary: { status: 'success' } },
		});
		expect(run?.activities).toHaveLength(1);
		expect(textOf(run)).not.toContain('outputRecordCount');
		// It wrote nothing, so it can be retried.
		expect((await client.post(`/runs/${runId}/action?op=re-trigger`)).status).toBe(200);
	});

	it('have in the newest one only a status while under way', async () => {
		client.adobe.set({ runForm: 'newest', runMs: 60_000 });
		const id = await made('/flows', await flowBody({}, daily));
		const { id: runId } = client.adobe.seedRun({ flowId: id });
		const [run] = itemsOf(await client.get(`/runs/${runId}`));
		expect(run).toMatchObject({ activities: [] });
		expect(run?.metrics).toEqual({ statusSummary: { status: 'scheduled' } });
	});

	it('count a failed promotion in its activity, not in the run, in the newest one', async () => {
		const run = await seeded('failed', { runForm: 'newest' });
		expect(run.metrics).not.toHaveProperty('recordSummary');
		expect(run.activities).toMatchObject([
			{ recordSummary: { outputRecordCount: 100 }, statusSummary: { status: 'success' } },
			{ recordSummary: { outputRecordCount: 0, failedRecordCount: 60 } },
		]);
	});

	it.each<[Settings['runForm']]>([['older'], ['newest']])(
		'have counts where the settings want them, and numbers as text (%s)',
		async (runForm) => {
			const inActivities = await seeded('partialSuccess', { runForm, countsIn: 'activities' });
			expect(inActivities.metrics.recordSummary).toBeUndefined();
			expect(inActivities.activities[1]?.recordSummary).toMatchObject({ failedRecordCount: 3 });
			const inErrors = await seeded('partialSuccess', { countsIn: 'errors' });
			expect(textOf(inErrors)).not.toContain('failedRecordCount');
			expect(textOf(inErrors.activities[1]?.statusSummary)).toContain('"recordCount":3');
			const nowhere = await seeded('partialSuccess', { countsIn: 'nowhere' });
			expect(nowhere.metrics.recordSummary).toMatchObject({ inputRecordCount: -1 });
			const asText = await seeded('partialSuccess', { countsIn: 'run', textNumbers: true });
			expect(asText.metrics.recordSummary).toMatchObject({ inputRecordCount: '100' });
			expect(asText.metrics.durationSummary?.startedAtUTC).toMatch(/^\d{13}$/);
		},
	);

	it('spell their activities as the settings want it', async () => {
		const run = await seeded('success', { activitiesName: 'activites' });
		expect(run).not.toHaveProperty('activities');
		expect(run.activites).toHaveLength(2);
	});

	it.each<[Settings['runForm'], string, RegExp]>([
		['older', 'network', /Unable to connect to the remote server/],
		['newest', 'network', /Unable to connect to the remote server/],
		['newest', 'path', /UserErrorFileNotFound/],
		['newest', 'file', /DelimitedTextMoreColumnsThanDefined/],
		['newest', 'keysRefused', /InvalidAccessKeyId/],
		['newest', 'limit', /guardrails hit/],
		['newest', 'noFiles', /"code":"133"/],
		['newest', 'records', /INGEST-1211-400/],
	])(
		'say why, in the %s one, as the copy engine or the promotion does: %s',
		async (runForm, outcome, words) => {
			const run = await seeded(outcome, { runForm });
			expect(run.metrics.statusSummary).toMatchObject({ status: 'failed' });
			expect(textOf(run.activities)).toMatch(words);
		},
	);

	it('name the error of a failed copy twice in the newest one, equal but for a dot', async () => {
		const run = await seeded('network', { runForm: 'newest' });
		const messages = [run.metrics, run.activities[0]].map(
			(part) => ((part?.statusSummary as Json).errors as Json[])[0]?.message,
		);
		expect(messages).toEqual([`${String(messages[1])}.`, messages[1]]);
		expect(run.metrics.recordSummary).toMatchObject({ failedInfo: [{ code: '2200' }] });
	});

	it.each<[string, Partial<Settings>]>([
		['unknown', {}],
		['unknown', { causeText: 'always' }],
		['credentials', {}],
		['network', { causeText: 'never' }],
	])('say nothing of why: %s, %j', async (outcome, settings) => {
		const run = await seeded(outcome, { runForm: 'newest', ...settings });
		expect(run.metrics.statusSummary?.errors).toMatchObject([{ code: 'CONNECTOR-1001-500' }]);
		expect(textOf(run)).not.toMatch(/errorDetail|"2200"/);
	});

	it('fail as a rule wants it, so often as it wants, and the connection test agrees', async () => {
		const test = async () => (await client.get(`/connections/${base().id}/test`)).body.result;
		const id = await made('/flows', await flowBody({}, daily));
		await runsOf(id);
		client.adobe.set({
			runFaults: [{ cause: 'credentials', connectionId: base().id, printed: true, times: 1 }],
		});
		expect(await test()).toBe(false);
		client.adobe.seedRun({ flowId: id });
		const [failed] = await runsOf(id, 2);
		expect(failed).toMatchObject({ state: 'failed' });
		expect(await test()).toBe(true);
		client.adobe.seedRun({ flowId: id });
		expect((await runsOf(id, 3))[0]).toMatchObject({ state: 'success' });
		client.adobe.set({ runFaults: [{ cause: 'network', flowId: 'another' }] });
		client.adobe.seedRun({ flowId: id });
		expect((await runsOf(id, 4))[0]).toMatchObject({ state: 'success' });
	});

	it('fail where the one file that a source names is not there', async () => {
		const missing = { path: '/acme-landing/daily/none.csv', type: 'file' };
		const id = await made('/flows', await flowBody({}, missing));
		const [run] = await runsOf(id);
		expect(run).toMatchObject({ state: 'failed' });
		expect(textOf(run)).toContain('UserErrorFileNotFound');
	});

	it('note in the books which run ingested which version of a file', async () => {
		const id = await made('/flows', await flowBody({}, daily));
		const [first] = await runsOf(id);
		const before = client.adobe.ingestions();
		expect(before).toHaveLength(5);
		expect(before.every(({ runIds }) => runIds.join() === first?.id)).toBe(true);
		// The same files once more, and a new version of one of them.
		const again = client.adobe.seedRun({
			flowId: id,
			startedAt: Date.now(),
			completedAt: Date.now(),
		});
		const path = 'daily/later.csv';
		await client.adobe.putFile(path, 'Id\n1\n', 5_000);
		await client.adobe.putFile(path, 'Id\n2\n', 9_000);
		const window = { start: 5_000, end: 9_000 };
		const last = client.adobe.seedRun({ flowId: id, window, startedAt: 9_500, completedAt: 9_600 });
		client.adobe.seedRun({
			flowId: id,
			window,
			startedAt: 9_700,
			completedAt: 9_800,
			outcome: 'network',
		});
		const after = client.adobe.ingestions();
		expect(after.slice(0, 5).map(({ runIds }) => runIds)).toEqual(
			Array.from({ length: 5 }, () => [first?.id, again.id]),
		);
		expect(after.slice(5)).toEqual([
			{ flowId: id, path: `/acme-landing/${path}`, lastModified: 9_000, runIds: [last.id] },
		]);
	});

	it('have been created after their start and after the end of their window, as late as the settings say', async () => {
		client.adobe.set({ createdLateMs: 400, windowEndsBeforeMs: 550_000 });
		const startTime = Math.floor(Date.now() / 1000);
		const scheduleParams = { startTime, frequency: 'minute', interval: 15 };
		const id = await made('/flows', await flowBody({ scheduleParams }, daily));
		// Not there before it is created.
		expect(itemsOf(await client.get(`/runs?property=flowId==${id}`))).toEqual([]);
		const [run] = await runsOf(id);
		const { createdAt, window } = client.adobe.runs()[0] ?? { createdAt: 0, window: { end: 0 } };
		const { startedAtUTC } = (run?.metrics as Record<string, Json>).durationSummary ?? {};
		expect(createdAt - Number(startedAtUTC)).toBe(400);
		expect(createdAt - window.end).toBe(550_400);
	});

	it('disable a dataflow after 30 days of failures, and not one that succeeded in between', async () => {
		const id = await made('/flows', await flowBody({}, daily));
		await runsOf(id);
		const now = Date.now() + DAY;
		const end = (outcome: 'network' | 'success', day: number) =>
			client.adobe.seedRun({
				flowId: id,
				outcome,
				startedAt: now + day * DAY,
				completedAt: now + day * DAY,
			});
		const stateOf = () => client.adobe.flows()[0]?.state;
		for (const day of [0, 10, 20]) end('network', day);
		end('success', 25);
		for (const day of [30, 40, 59.9]) end('network', day);
		expect(stateOf()).toBe('enabled');
		end('network', 60);
		expect(stateOf()).toBe('disabled');
		expect((await client.post(`/flows/${id}/action?op=enable`)).status).toBe(200);
	});
});
