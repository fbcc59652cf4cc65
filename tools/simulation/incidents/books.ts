import type { IDataObject } from 'n8n-workflow';
import { EXPECT_HOURS, HOUR } from './plan';

/** What the service knows of a dataflow, in the order of time. Epoch milliseconds. */
export interface Entry {
	at: number;
	what: 'failed' | 'written' | 'empty' | 'disabled' | 'enabled';
	/** Of a run. */
	runId?: string;
}

/** An item that the trigger handed out, with the time of its poll. */
export interface Reported {
	at: number;
	item: IDataObject;
}

/** What was reported against what there was. */
export interface IncidentBooks {
	/** incidents that there were, by kind */
	failed: number;
	silent: number;
	disabled: number;
	/** recoveries: a failure and a silence of one dataflow may end together */
	ended: number;
	/** reported once, and closed once if they ended */
	once: number;
	/** reported although there was none, or once more */
	falseAlarms: string[];
	/** not reported, or not closed */
	misses: string[];
}

interface Expected {
	event: string;
	/** of the run, for events that have one of their own */
	runId?: string;
	from: number;
	until: number;
}

/**
 * What has to be reported of a dataflow, from the service's entries alone.
 * @param slack the longest time from an event to the poll that reports it
 */
function expectedOf(entries: readonly Entry[], begun: number, end: number, slack: number) {
	const expected: Expected[] = [];
	const count = { failed: 0, silent: 0, disabled: 0, ended: 0 };
	let isFailing = false;
	/** Since the last recovery. */
	let hasFailed = false;
	let isSilent = false;
	let isEnabled = true;
	let quietSince = begun;
	const add = (event: string, at: number, runId?: string) =>
		expected.push({ event, runId, from: at, until: at + slack });
	const passTo = (at: number) => {
		const due = quietSince + EXPECT_HOURS * HOUR;
		if (isSilent || !isEnabled || due >= at) return;
		isSilent = true;
		count.silent++;
		add('noData', due);
	};
	for (const entry of entries) {
		passTo(entry.at);
		const { at, what } = entry;
		if (what === 'disabled' || what === 'enabled') {
			isEnabled = what === 'enabled';
			if (isEnabled) quietSince = at;
			else {
				count.disabled++;
				add('disabled', at);
			}
			continue;
		}
		if (what === 'failed') {
			if (!isFailing) count.failed++;
			isFailing = true;
			hasFailed = true;
			add('failed', at, entry.runId);
			continue;
		}
		isFailing = false;
		const wasSilent = isSilent;
		if (what === 'written') {
			isSilent = false;
			quietSince = at;
		}
		// One item once nothing that was reported goes on.
		if (isSilent || !(hasFailed || wasSilent)) continue;
		add('recovered', at, entry.runId);
		count.ended++;
		hasFailed = false;
	}
	passTo(end);
	return { expected, count };
}

/** Compares what was reported with the service's books. */
export function incidentBooks(
	byFlow: ReadonlyMap<string, Entry[]>,
	reported: readonly Reported[],
	times: { begun: number; end: number; slack: number },
): IncidentBooks {
	const books: IncidentBooks = {
		failed: 0,
		silent: 0,
		disabled: 0,
		ended: 0,
		once: 0,
		falseAlarms: [],
		misses: [],
	};
	for (const [flowId, entries] of byFlow) {
		const { expected, count } = expectedOf(entries, times.begun, times.end, times.slack);
		const left = reported.filter(({ item }) => item.dataflowId === flowId);
		for (const one of expected) {
			const index = left.findIndex(
				({ at, item }) =>
					(item.event === 'keysRefused' ? 'failed' : item.event) === one.event &&
					(one.runId === undefined || item.id === one.runId) &&
					at >= one.from &&
					at <= one.until,
			);
			if (index >= 0) left.splice(index, 1);
			else if (one.until <= times.end) books.misses.push(nameOf(one.event, flowId, one.from));
			books.once += Number(index >= 0);
		}
		books.falseAlarms.push(...left.map(({ at, item }) => nameOf(String(item.event), flowId, at)));
		for (const kind of ['failed', 'silent', 'disabled', 'ended'] as const)
			books[kind] += count[kind];
	}
	return books;
}

function nameOf(event: string, flowId: string, at: number): string {
	return `${event} ${flowId} ${new Date(at).toISOString()}`;
}
