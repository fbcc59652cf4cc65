import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import { waitForRun } from '../../../nodes/AdobeExperiencePlatform/run/wait.operation';
import type { DataflowModel } from './dataflowModel';
import { arrive, HOUR, ingested, start } from './modelSteps';

describe('A chosen window', () => {
	const window = async (model: DataflowModel, choice: { start?: number; end?: number }) =>
		await model.execute(async (client) => await startRun(client, 'flow', choice));

	it('is ingested exactly, again, and moves the next Run Now by nothing', async () => {
		const model = ingested();
		arrive(model);
		const [from, until] = [model.start - 2 * HOUR, model.start - HOUR];
		expect(typeof (await window(model, { start: from, end: until }))).toBe('string');
		expect(model.runs.at(-1)?.window).toEqual({ start: from, end: until });
		model.end('success');
		model.now += HOUR;
		await start(model);
		expect(model.runs.at(-1)?.window.start).toBe(model.start - 5_000);
	});

	it('ends now or begins at the last ingested point if one of both is given', async () => {
		const model = ingested();
		arrive(model);
		await window(model, { end: model.start + 60_000 });
		expect(model.runs.at(-1)?.window).toEqual({
			start: model.start - 5_000,
			end: model.start + 60_000,
		});
		model.end('success');
		model.now += HOUR;
		await window(model, { start: model.start });
		expect(model.runs.at(-1)?.window.start).toBe(model.start);
		expect(model.runs.at(-1)?.window.end).toBeGreaterThan(model.now - 5_000);
	});

	it.each([
		['Invalid Window Start: it is in the future', { start: HOUR }],
		['Invalid Window End: it is in the future', { start: -HOUR, end: HOUR }],
	])('is refused: %s', async (message, { start: from, end }: { start: number; end?: number }) => {
		const model = ingested();
		const choice = { start: model.now + from, ...(end !== undefined && { end: model.now + end }) };
		expect(await window(model, choice)).toMatchObject({ message });
		expect(model.posted).toEqual([]);
	});

	it('is refused if all of it is ingested and no start is given', async () => {
		const model = ingested();
		expect(await window(model, { end: model.start - HOUR })).toMatchObject({
			message: expect.stringMatching(/^All files up to .* are already ingested$/) as string,
		});
		expect(model.posted).toEqual([]);
	});

	it('may be started beside a run for other files', async () => {
		const model = ingested();
		await window(model, { start: model.start - 3 * HOUR, end: model.start - 2 * HOUR });
		const next = { start: model.start - 2 * HOUR, end: model.start - HOUR };
		expect(typeof (await window(model, next))).toBe('string');
		expect(await window(model, next)).toBeInstanceOf(Error);
		expect(model.posted).toHaveLength(2);
	});
});

describe('Waiting for a dataflow', () => {
	const wait = async (model: DataflowModel, report: () => void = () => undefined) =>
		await model.execute(async (client) => {
			client.execution.report = report;
			return await waitForRun(client, {
				runId: '',
				dataflowId: 'flow',
				maxWait: 10 * 60_000,
				failOnError: true,
			});
		});

	it('that is disabled ends at once', async () => {
		const model = ingested();
		model.state = 'disabled';
		const before = model.now;
		expect(await wait(model)).toMatchObject({
			message: 'The dataflow "Model" is disabled',
			description: expect.stringContaining('Dataflow > Enable') as string,
		});
		expect(model.now - before).toBeLessThan(5_000);
	});

	it('that is disabled ends with a run that is under way', async () => {
		const model = ingested();
		model.state = 'disabled';
		model.add({ start: 0, end: 1 }, { status: 'inProgress' });
		const end = () => model.end('success');
		expect(await wait(model, end)).toMatchObject({ id: 'run-2', status: 'success' });
	});

	it('takes no old run for the new one if this machine’s clock is behind', async () => {
		const model = ingested();
		model.now += HOUR;
		const { client, timer, run } = model.client();
		timer.time -= 10 * 60_000;
		const waiting = { runId: '', dataflowId: 'flow', maxWait: 1_000, failOnError: true };
		await waitForRun(client, waiting);
		expect([...run.hints].join()).toMatch(/This run had already finished at/);
	});
});
