/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JournalEntry } from '../../local/adobe';
import { errorOf, type Execution, itemsOf } from '../../local/n8n/runData';
import { findLeaks, type Places } from '../support/leaks';
import { QueueLab } from './support/queueLab';
import { isSuccess, runStorm, type Stage, startedBy, type Storm, writerOf } from './support/storm';
import { ROTATE_NODE } from './support/workflows';
import { holderOf, timesWritten, updatesIn, type Writer } from './support/writers';

const VICTIM = 'first worker';
const WORKERS = [VICTIM, 'second worker'];
const IMS = '/ims/token/v3';
const GIVEN_UP = 'given up by the queue';

let lab: QueueLab;
let storm: Storm;

beforeAll(async () => {
	lab = await QueueLab.open(WORKERS);
	try {
		await lab.publishRotation();
		storm = await runStorm(lab, VICTIM);
	} catch (error) {
		throw new Error(`${String(error)}\n\n${lab.lastLines()}`);
	}
});

afterAll(async () => await lab?.close());

const lost = () => storm.first.executions.filter((execution) => !isSuccess(execution));
const stages = () => [storm.first, storm.again, storm.later];
const everyCall = () => stages().flatMap(({ journal }) => journal);
const everyExecution = () => stages().flatMap(({ executions }) => executions);
const tokensAsked = ({ journal }: Stage) => journal.filter(({ path }) => path === IMS).length;
const startsOf = (id?: string) =>
	WORKERS.flatMap((name) => startedBy(lab.processes[name]).filter((started) => started === id));

describe('50 executions at once, while a worker is killed and another started', () => {
	it('loses no execution: each one is finished or marked crashed', () => {
		expect(storm.first.executions).toHaveLength(50);
		for (const execution of lost()) expect(['crashed', GIVEN_UP]).toContain(endOf(execution));
		const finished = storm.first.executions.filter(isSuccess).map(writerOf);
		expect(new Set(finished).size).toBe(finished.length);
		expect(finished.length + storm.losers.length).toBe(50);
	});

	it('really took a worker amid its work, and nothing from the other one', () => {
		expect(lost().length).toBeGreaterThan(0);
		const ofTheOther = startedBy(lab.processes['second worker']);
		expect(ofTheOther.length).toBeGreaterThan(0);
		for (const { id } of lost()) expect(ofTheOther).not.toContain(id);
		// Work was left undone. Whether a lost execution had written before is for the machine's speed to decide.
		expect(storm.losers.flatMap((writer) => timesWritten(storm.first.journal, writer))).toContain(
			0,
		);
	});

	it('gives the executions of the lost worker no second try, and ends them as errors later', () => {
		for (const { id } of lost()) expect(startsOf(id).length).toBeLessThanOrEqual(1);
		for (const { id } of storm.first.executions.filter(isSuccess))
			expect(startsOf(id)).toHaveLength(1);
		const expected = storm.first.executions.map((execution) =>
			isSuccess(execution) ? 'success' : GIVEN_UP,
		);
		expect(storm.settled.map(endOf)).toEqual(expected);
	});

	it('lets everything succeed that is called again', () => {
		const numbers = storm.losers.map(({ number }) => number);
		for (const { executions } of [storm.again, storm.later]) {
			expect(executions.map(({ status }) => status)).toEqual(numbers.map(() => 'success'));
			expect(executions.map(writerOf).sort((a, b) => a - b)).toEqual(numbers);
		}
	});
});

describe('the connections', () => {
	it('hold one whole key set each, that of the last who wrote', () => {
		for (const connection of lab.adobe.connections()) {
			const holder = holderOf(connection, storm.writers);
			expect(holder?.connections).toContain(connection.id);
			expect(holder).toEqual(lastWriter(connection.id, everyCall()));
		}
	});

	it('were really fought over: conflicts came up and were resolved', () => {
		const refused = updatesIn(storm.first.journal).filter(({ applied }) => !applied);
		expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([412]));
	});

	it('are still twenty; nobody asked for another one', () => {
		expect(lab.adobe.connections()).toHaveLength(20);
		const methods = everyCall()
			.filter(({ path }) => path !== IMS)
			.map(({ method }) => method);
		expect(new Set(methods)).toEqual(new Set(['GET', 'PATCH']));
	});

	it('got each key set once from an execution that succeeded, and at most once from a lost one', () => {
		for (const writer of storm.writers) {
			const isLoser = storm.losers.includes(writer);
			const times = timesWritten(storm.first.journal, writer);
			if (isLoser) expect(Math.max(...times)).toBeLessThanOrEqual(1);
			else expect(times).toEqual(writer.connections.map(() => 1));
			for (const { journal } of [storm.again, storm.later]) {
				const expected = writer.connections.map(() => (isLoser ? 1 : 0));
				expect(timesWritten(journal, writer)).toEqual(expected);
			}
		}
	});

	it('have the etags that the executions put out last', () => {
		const put = everyExecution().flatMap((execution) =>
			itemsOf(execution, ROTATE_NODE).map(({ json }) => `${String(json.id)} ${String(json.etag)}`),
		);
		const untold = lab.adobe.connections().filter(({ id, etag }) => !put.includes(`${id} ${etag}`));
		expect(untold).toEqual([]);
	});
});

describe('IMS', () => {
	it('was asked at most once by each process that found no token', () => {
		// The main process calls nothing, and the worker that was started last finds a token.
		expect(tokensAsked(storm.first)).toBeGreaterThan(0);
		expect(tokensAsked(storm.first)).toBeLessThanOrEqual(WORKERS.length);
		expect(tokensAsked(storm.again)).toBe(0);
	});

	it('was asked at most once by each process after the tokens had ended', () => {
		expect(tokensAsked(storm.later)).toBeGreaterThan(0);
		expect(tokensAsked(storm.later)).toBeLessThanOrEqual(WORKERS.length);
	});
});

describe('secrets', () => {
	it('are in no log of any process, no output and no error of the node', () => {
		const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = lab.adobe.demo;
		const bearer = everyCall().flatMap(({ headers }) => headers.authorization?.slice(7) ?? []);
		const secrets = [clientSecret, s3AccessKey, s3SecretKey, s3SessionToken, ...new Set(bearer)];
		const keys = storm.writers.flatMap((writer) => [
			...[writer.accessKey, writer.secretKey, writer.sessionToken],
		]);
		const places = { ...logs(), ...saidByNode([...everyExecution(), ...storm.settled]) };
		// The search is worth something: it reads what was put out.
		expect(
			findLeaks(
				places,
				lab.adobe.connections().map(({ id }) => id),
			).length,
		).toBeGreaterThan(0);
		expect(findLeaks(places, [...secrets, ...keys])).toEqual([]);
	});
});

/** How an execution ended: by its status, or that n8n's queue gave it up. */
function endOf(execution: Execution): string {
	const isGivenUp = errorOf(execution)?.message.includes('failed to be processed too many times');
	return execution.status === 'error' && isGivenUp ? GIVEN_UP : execution.status;
}

/** The writer whose keys were the last to go into a connection, by the service's own books. */
function lastWriter(id: string, journal: readonly JournalEntry[]): Writer | undefined {
	const written = updatesIn(journal).filter(
		({ applied, path }) => applied && path.endsWith(`/${id}`),
	);
	const last = JSON.stringify(written[written.length - 1]?.body);
	return storm.writers.find(({ sessionToken }) => last.includes(sessionToken));
}

/** What the processes printed, and the logs of events that they keep. */
function logs(): Places {
	const places: Places = {};
	for (const [name, { log, userFolder }] of Object.entries(lab.processes)) {
		places[`the output of ${name}`] = log;
		const folder = join(userFolder, '.n8n');
		for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.log'))) {
			places[`${file} of ${name}`] = readFileSync(join(folder, file), 'utf8');
		}
	}
	return places;
}

/** What the node under test added to executions. The call and its keys n8n stores by itself. */
function saidByNode(executions: Execution[]): Places {
	return Object.fromEntries(
		executions.map(({ id, status, data: { resultData } }) => [
			`execution ${id} (${status})`,
			JSON.stringify([resultData.error ?? null, resultData.runData[ROTATE_NODE] ?? null]),
		]),
	);
}
