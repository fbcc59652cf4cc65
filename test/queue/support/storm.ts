/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';

import type { JournalEntry } from '../../../local/adobe';
import type { N8nInstance } from '../../../local/n8n/instance';
import type { Execution } from '../../../local/n8n/runData';
import { WEBHOOK_NODE } from './workflows';
import type { Listed, QueueLab } from './queueLab';
import { makeWriters, updatesIn, type Writer } from './writers';

const CONNECTIONS = 20;
const WRITERS = 50;
const EACH = 6;
/** A fifth of them: every worker has its hands full, and most of the work is still to be done. */
const KILL_AFTER_UPDATES = 60;
/** Long enough for a slow machine: all that is waited for takes a fraction of it on a fast one. */
const LONGEST_WAIT_MS = 4 * 60_000;

const ENDED = ['success', 'error', 'crashed', 'canceled'];

/** All that is known after the storm. */
export interface Storm {
	writers: Writer[];
	/** the executions once each had ended in some way, and the lost worker's successor was there */
	first: Execution[];
	/** those whose execution did not succeed, since its worker was lost */
	losers: Writer[];
	/** the same executions after n8n's queue had looked for lost jobs, too */
	settled: Execution[];
	/** the executions of the losers' second call */
	again: Execution[];
	/** what the service was asked before the losers called again, and from then on */
	journal: JournalEntry[];
	journalAgain: JournalEntry[];
}

/** Lets all writers call at once, kills the worker of this name amid its work, starts its successor, and has the losers call again. */
export async function runStorm(lab: QueueLab, victim: string): Promise<Storm> {
	const { adobe } = lab;
	const ids = Array.from({ length: CONNECTIONS }, () => adobe.seedConnection().id);
	// As slow as a real service, so that there is always something in flight.
	adobe.set({ latencyMs: 100 });
	const writers = makeWriters(WRITERS, ids, EACH);
	await Promise.all(writers.map(async (writer) => await lab.trigger(writer)));
	while (updatesIn(adobe.journal).length < KILL_AFTER_UPDATES) await wait(10);
	await lab.processes[victim]?.kill();
	await lab.startWorker(victim);

	const first = await lab.executions(
		(all) => all.length === WRITERS && all.every(hasEnded),
		LONGEST_WAIT_MS,
	);
	const done = new Set(first.filter(isSuccess).map(writerOf));
	const losers = writers.filter(({ number }) => !done.has(number));
	const seen = adobe.journal.length;
	await Promise.all(losers.map(async (writer) => await lab.trigger(writer)));

	const lost = new Set(first.filter((execution) => !isSuccess(execution)).map(({ id }) => id));
	const isSettled = ({ id, status }: Listed) =>
		lost.has(id) ? status === 'error' : hasEnded({ id, status });
	const all = await lab.executions(
		(listed) => listed.length === WRITERS + losers.length && listed.every(isSettled),
		LONGEST_WAIT_MS,
	);
	return {
		writers,
		first,
		losers,
		settled: all.slice(0, WRITERS),
		again: all.slice(WRITERS),
		journal: adobe.journal.slice(0, seen),
		journalAgain: adobe.journal.slice(seen),
	};
}

export function isSuccess({ status }: Pick<Execution, 'status'>): boolean {
	return status === 'success';
}

/** The writer that called for a successful execution. */
export function writerOf({ data }: Execution): number {
	const [run] = data.resultData.runData[WEBHOOK_NODE] ?? [];
	const [item] = run?.data?.main?.[0] ?? [];
	return (item?.json.body as Writer).number;
}

/** The executions that a worker says it has started, one entry for each time. */
export function startedBy(worker: N8nInstance | undefined): string[] {
	return [...(worker?.log ?? '').matchAll(/Worker started execution (\d+)/g)].map(
		([, id]) => id as string,
	);
}

function hasEnded({ status }: Listed): boolean {
	return ENDED.includes(status);
}
