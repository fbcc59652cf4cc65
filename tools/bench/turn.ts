/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import type { LocalAdobe, Settings } from '../../local/adobe';
import { type Contender, type Job, pathOf } from './contenders';
import type { BenchLab } from './lab';
import { memoryOf } from './memory';

/** What one turn of one contender cost. */
export interface Turn {
	/** from the items to the end of the work, by n8n's own clock */
	ms: number;
	/** what the process of n8n computed in that time */
	cpuMs: number;
	items: number;
	/** items that came out as failed, or did not come out */
	failed: number;
	/** how the first one failed */
	firstFailure?: string;
	/** calls to Adobe's services */
	requests: number;
	imsRequests: number;
	/** largest resident memory of n8n in this turn, in MB; undefined where the system does not tell */
	peakMemory: number | undefined;
	/** what the service holds in the end, beside what was asked for */
	isRight: boolean;
}

export interface TurnOptions {
	job: Job;
	contender: Contender;
	items: number;
	/** how the service behaves */
	settings: Pick<Settings, 'latencyMs' | 'rateLimit'>;
	/** begin with an access token that the service no longer takes */
	tokenEnded?: boolean;
	/** whether n8n writes a CPU profile, which slows it down */
	isProfiled?: boolean;
}

/** Lets one contender do one job for so many items, on an empty service and a tidy heap. */
export async function takeTurn(
	lab: BenchLab,
	{ job, contender, items: count, settings, tokenEnded, isProfiled }: TurnOptions,
): Promise<Turn> {
	const { adobe } = lab;
	await ready(lab);
	adobe.set({ latencyMs: 0, rateLimit: null });
	if (tokenEnded) adobe.expireTokens();
	else await call(lab, job, contender, itemsFor(adobe, job, 1), keysFor(adobe, job));
	adobe.reset({ keepTokens: true });
	const keys = keysFor(adobe, job);
	const items = itemsFor(adobe, job, count);
	const imsBefore = adobe.imsRequests();
	await tidy(lab.pid);
	adobe.set(settings);
	const tally = await call(lab, job, contender, items, keys, isProfiled);
	const peakMemory = memoryOf(lab.pid, 'VmHWM');
	return {
		...tally,
		items: count,
		failed: tally.failed + count - tally.items,
		requests: platformRequests(adobe),
		imsRequests: adobe.imsRequests() - imsBefore,
		peakMemory,
		isRight: isRight(adobe, job, { keys, count, told: tally.items }),
	};
}

/** How many calls to Adobe's services the journal holds; those for access tokens are not among them. */
export function platformRequests({ journal }: Pick<LocalAdobe, 'journal'>): number {
	return journal.filter(({ path }) => path.startsWith('/data/foundation/')).length;
}

function isRight(
	adobe: LocalAdobe,
	job: Job,
	{ keys, count, told }: { keys: Record<string, string>; count: number; told: number },
): boolean {
	if (job === 'listRuns') return told === count && adobe.runs().length === count;
	return job === 'dataflow' ? holdsDataflows(adobe, count) : holdsKeys(adobe, keys, count);
}

function holdsKeys(adobe: LocalAdobe, { s3AccessKey }: Record<string, string>, count: number) {
	const all = adobe.connections();
	const written = all.filter(({ auth }) => auth?.params.s3AccessKey === s3AccessKey);
	return written.length === count && all.length === count;
}

/** Each once, and no part that no dataflow uses. */
function holdsDataflows(adobe: LocalAdobe, count: number): boolean {
	const parts = [adobe.flows(), adobe.sourceConnections(), adobe.targetConnections()];
	const names = new Set(adobe.flows().map(({ name }) => name));
	return names.size === count && parts.every(({ length }) => length === count);
}

/** After minutes of work without a pause n8n takes its database for lost, until it has asked it again. */
async function ready({ url }: BenchLab): Promise<void> {
	for (let tries = 0; tries < 120; tries++) {
		const { ok } = await fetch(new URL('/healthz/readiness', url));
		if (ok) return;
		await wait(500);
	}
	throw new Error('n8n did not become ready again');
}

type Tally = Pick<Turn, 'ms' | 'cpuMs' | 'items' | 'failed' | 'firstFailure'>;

async function call(
	lab: BenchLab,
	job: Job,
	contender: Contender,
	items: object[],
	keys: object,
	isProfiled = false,
): Promise<Tally> {
	const response = await fetch(
		`${lab.url}/${pathOf(job, contender)}${isProfiled ? '?profile=1' : ''}`,
		{
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items, keys }),
			signal: AbortSignal.timeout(600_000),
		},
	);
	const text = await response.text();
	if (!response.ok) throw new Error(`${contender.name} did not ${job}: ${response.status} ${text}`);
	return JSON.parse(text) as Tally;
}

function itemsFor(adobe: LocalAdobe, job: Job, count: number): object[] {
	if (job === 'dataflow') return dataflows(adobe, count);
	if (job === 'listRuns') return runs(adobe, count);
	return job === 'create' ? names(count) : seeded(adobe, job, count);
}

/** All over one connection; they start long after the turn. */
function dataflows(adobe: LocalAdobe, count: number): object[] {
	const { id: connectionId } = adobe.seedConnection();
	const startSeconds = Math.floor(Date.now() / 1000) + 7_200;
	const startTime = new Date(startSeconds * 1000).toISOString();
	return names(count).map((item) => ({ ...item, connectionId, startTime, startSeconds }));
}

/** Runs that have ended, a minute apart, of dataflows in turn; the one item of the turn has nothing in it. */
function runs(adobe: LocalAdobe, count: number): object[] {
	adobe.seedTenant();
	const flows = adobe.flows().map(({ id }) => id);
	const first = Date.now() - (count + 1) * 60_000;
	for (let index = adobe.runs().length; index < count; index++) {
		adobe.seedRun({
			flowId: flows[index % flows.length] ?? '',
			outcome: 'success',
			startedAt: first + index * 60_000,
			completedAt: first + index * 60_000 + 30_000,
		});
	}
	return [{}];
}

function names(count: number): object[] {
	return Array.from({ length: count }, (_, index) => ({ name: `Bench ${index + 1}` }));
}

function seeded(adobe: LocalAdobe, job: Job, count: number): object[] {
	return Array.from({ length: count }, () => {
		const { id, etag } = adobe.seedConnection();
		return job === 'updateWithEtag' ? { id, etag } : { id };
	});
}

let sets = 0;

/** The credential's keys for new connections, and for old ones keys that no earlier turn has written. All made up. */
function keysFor({ demo }: LocalAdobe, job: Job): Record<string, string> {
	const { s3AccessKey, s3SecretKey, s3SessionToken } = demo;
	const number = String(++sets).padStart(6, '0');
	return {
		s3AccessKey: job === 'create' || job === 'dataflow' ? s3AccessKey : `ASIAFAKEBENCH2${number}`,
		s3SecretKey,
		s3SessionToken,
	};
}

/** A full collection, and the mark of the largest memory put back. */
export async function tidy(pid: number): Promise<void> {
	process.kill(pid, 'SIGUSR2');
	await wait(400);
	if (existsSync(`/proc/${pid}/clear_refs`)) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
