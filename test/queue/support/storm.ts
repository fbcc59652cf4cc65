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

/** One call of some writers, all at once: what became of it, and what the service was asked meanwhile. */
export interface Stage {
	executions: Execution[];
	journal: JournalEntry[];
}

/** All that is known after the storm. */
export interface Storm {
	writers: Writer[];
	/** everybody calls, and a worker is lost */
	first: Stage;
	/** those whose execution did not succeed */
	losers: Writer[];
	/** they call once more */
	again: Stage;
	/** and once more, after the service has ended the access tokens */
	later: Stage;
	/** the executions of the first stage, after n8n's queue had looked for lost jobs */
	settled: Execution[];
}

/**
 * Lets all writers call at once, kills the worker of this name amid its work, starts it again on what it left, and has
 * those who lost by it call again.
 */
export async function runStorm(lab: QueueLab, victim: string): Promise<Storm> {
	const { adobe } = lab;
	const ids = Array.from({ length: CONNECTIONS }, () => adobe.seedConnection().id);
	// As slow as a real service, so that there is always something in flight.
	adobe.set({ latencyMs: 100 });
	const writers = makeWriters(WRITERS, ids, EACH);
	const first = await call(lab, writers, 0, async () => {
		while (updatesIn(adobe.journal).length < KILL_AFTER_UPDATES) await wait(10);
		await lab.processes[victim]?.kill();
		await lab.startWorker(victim);
	});
	const done = new Set(first.executions.filter(isSuccess).map(writerOf));
	const losers = writers.filter(({ number }) => !done.has(number));
	const again = await call(lab, losers, WRITERS);
	adobe.expireTokens();
	const later = await call(lab, losers, WRITERS + losers.length);

	const lost = first.executions.filter((execution) => !isSuccess(execution)).map(({ id }) => id);
	const isSettled = ({ id, status }: Listed) => !lost.includes(id) || status === 'error';
	const all = await lab.executions((listed) => listed.every(isSettled), LONGEST_WAIT_MS);
	return { writers, first, losers, again, later, settled: all.slice(0, WRITERS) };
}

/** Lets writers call at once, and waits until each of their executions has ended in some way. */
async function call(
	lab: QueueLab,
	callers: Writer[],
	executionsBefore: number,
	meanwhile?: () => Promise<void>,
): Promise<Stage> {
	const { journal } = lab.adobe;
	const callsBefore = journal.length;
	await Promise.all(callers.map(async (writer) => await lab.trigger(writer)));
	await meanwhile?.();
	const all = await lab.executions((listed) => {
		const own = listed.slice(executionsBefore);
		return own.length === callers.length && own.every(hasEnded);
	}, LONGEST_WAIT_MS);
	return { executions: all.slice(executionsBefore), journal: journal.slice(callsBefore) };
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
