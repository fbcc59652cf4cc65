import {
	BARE_LOOP,
	BATCHED_HTTP_REQUESTS,
	CONNECTION_JOBS,
	type Contender,
	HTTP_REQUEST,
	type Job,
	LIMIT,
	OUR_NODE,
	OUR_NODE_AS_IT_COMES,
	SLOWED_HTTP_REQUEST,
} from './contenders';
import type { Settings } from '../../local/adobe';

/** Contenders that do one job under the same conditions, in turn. */
export interface Case {
	part: 'throughput' | 'tuning' | 'memory' | 'limit' | 'token' | 'dataflow' | 'runs';
	/** whether each turn gets an n8n of its own, so that no earlier one has grown its heap */
	inFreshN8n?: boolean;
	job: Job;
	items: number;
	settings: Pick<Settings, 'latencyMs' | 'rateLimit'>;
	contenders: Contender[];
	tokenEnded?: boolean;
}

export interface CaseOptions {
	latencies: number[];
	items: number[];
}

/** How many items it gets. */
export const LIMITED_ITEMS = 200;

/** How many runs are listed. */
export const RUNS = [1_000, 10_000] as const;

/** How many dataflows are made. */
export const DATAFLOWS = 200;

/** Jobs by latency and number of items, without and with a limit, and with an access token that has ended. */
export function casesOf({ latencies, items }: CaseOptions): Case[] {
	const throughput = latencies.flatMap((latencyMs) =>
		items.flatMap((count) =>
			CONNECTION_JOBS.map((job): Case => {
				const contenders = [OUR_NODE, HTTP_REQUEST, BARE_LOOP];
				return {
					part: 'throughput',
					job,
					items: count,
					settings: { latencyMs, rateLimit: null },
					contenders,
				};
			}),
		),
	);
	const limited = (['create', 'update'] as const).map((job): Case => {
		const rateLimit = { perSecond: LIMIT, kind: 'window', retryAfter: 'seconds' } as const;
		return {
			part: 'limit',
			job,
			items: LIMITED_ITEMS,
			settings: { latencyMs: 50, rateLimit },
			contenders: [OUR_NODE, OUR_NODE_AS_IT_COMES, HTTP_REQUEST, SLOWED_HTTP_REQUEST],
		};
	});
	const token: Case = {
		part: 'token',
		job: 'create',
		items: LIMITED_ITEMS,
		settings: { latencyMs: 50, rateLimit: null },
		contenders: [OUR_NODE, HTTP_REQUEST, BARE_LOOP],
		tokenEnded: true,
	};
	const tuning: Case = {
		part: 'tuning',
		job: 'create',
		items: 1_000,
		settings: { latencyMs: 50, rateLimit: null },
		contenders: [HTTP_REQUEST, ...BATCHED_HTTP_REQUESTS],
	};
	const memory = CONNECTION_JOBS.map(
		(job): Case => ({
			part: 'memory',
			inFreshN8n: true,
			job,
			items: 1_000,
			settings: { latencyMs: 50, rateLimit: null },
			contenders: [OUR_NODE, HTTP_REQUEST, BARE_LOOP],
		}),
	);
	const dataflow: Case = {
		part: 'dataflow',
		inFreshN8n: true,
		job: 'dataflow',
		items: DATAFLOWS,
		settings: { latencyMs: 50, rateLimit: null },
		contenders: [OUR_NODE, HTTP_REQUEST],
	};
	const runs = RUNS.map(
		(count): Case => ({
			part: 'runs',
			inFreshN8n: true,
			job: 'listRuns',
			items: count,
			settings: { latencyMs: 50, rateLimit: null },
			contenders: [OUR_NODE, HTTP_REQUEST],
		}),
	);
	return [...throughput, tuning, ...memory, ...limited, token, dataflow, ...runs];
}

/** The least time that the limited service leaves for so many requests: the first second's share is free. */
export function idealSeconds(requests: number): number {
	return (requests - LIMIT) / LIMIT;
}
