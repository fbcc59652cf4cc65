import type { LocalAdobe, UnfinishedRun } from '../../local/adobe';
import type { NodeEntry } from '../../local/n8n/entries';
import { credentialData } from '../../test/support/adobe';
import { CredentialStore } from '../../test/support/credentialStore';
import { PolledWorkflow } from '../../test/support/poll';
import { makeDataflow } from '../../test/workflow/trigger/dataflow';
import { type Access, httpRequest, node, splitOut, webhookWorkflow } from './contenders';
import { flowServiceOf } from './dataflows';
import type { BenchLab } from './lab';
import { platformRequests } from './turn';

const DATAFLOWS = 50;
/** One in so many runs fails. */
const FAILS = 10;

/** What happens from poll to poll. */
interface Situation {
	name: string;
	polls: number;
	/** runs that start before each poll */
	starts(poll: number): number;
	/** polls that a run is under way, after the one that it started before */
	lasts(run: number): number;
}

const SITUATIONS: readonly Situation[] = [
	{ name: 'nothing happens', polls: 20, starts: () => 0, lasts: () => 0 },
	{
		name: 'two runs a poll, each under way for up to 5 polls',
		polls: 60,
		starts: () => 2,
		lasts: (run) => run % 6,
	},
	{
		name: '300 runs between two polls',
		polls: 20,
		starts: (poll) => (poll === 5 ? 300 : 0),
		lasts: () => 0,
	},
];

/** What one way of watching cost and told in one situation. */
export interface Watched {
	situation: string;
	watcher: string;
	polls: number;
	/** to Adobe's services, without those for access tokens */
	requests: number;
	/** failed runs that there were */
	failedRuns: number;
	/** of those, not told */
	missed: number;
	/** told once more */
	doubled: number;
}

/** Asks for what is new, and gives the IDs of the failed runs that it tells. */
type Poll = () => Promise<string[]>;

interface Watcher {
	name: string;
	/** makes it ready; what has happened by then is over */
	begin(lab: BenchLab, place: string): Promise<Poll>;
}

/** As in the table. */
export const TRIGGER_NAME = 'the trigger';

const TRIGGER: Watcher = {
	name: TRIGGER_NAME,
	begin: async ({ adobe }, place) => {
		const polled = new PolledWorkflow(
			new CredentialStore(credentialData(adobe)),
			{ events: ['failed'], options: { limit: 1_000 } },
			place,
		);
		return async () => (await polled.poll()).map(({ id }) => String(id));
	},
};

/** As somebody would build it who knows n8n well: failed runs that earlier executions have not had, with the name of the dataflow. */
const NEWEST_PAGE: Watcher = {
	name: 'HTTP Request, the newest 100 runs',
	begin: async (lab, place) =>
		await published(lab, place, [runsNode(lab, 'limit=100&orderby=-createdAt'), ...toldOnce(lab)]),
};

/** The way of Adobe's monitoring tutorial: the dataflows, and the newest runs of each. */
const EACH_DATAFLOW: Watcher = {
	name: 'HTTP Request, the newest 10 runs of each dataflow',
	begin: async (lab, place) =>
		await published(lab, place, [
			httpRequest('Dataflows', accessTo(lab), undefined, {
				method: 'GET',
				url: `${flowServiceOf(lab.adobe)}/flows?limit=100`,
			}),
			splitOut('Each dataflow'),
			runsNode(lab, 'limit=10&orderby=-createdAt&property=flowId=={{ $json.id }}'),
			...toldOnce(lab),
		]),
};

/** Lets each way of watching see the same runs, one way after another. */
export async function measureTrigger(
	lab: BenchLab,
	say: (line: string) => void,
): Promise<Watched[]> {
	const results: Watched[] = [];
	lab.adobe.set({ latencyMs: 0, rateLimit: null });
	for (const [index, situation] of SITUATIONS.entries()) {
		for (const [place, watcher] of [TRIGGER, NEWEST_PAGE, EACH_DATAFLOW].entries()) {
			const watched = await watch(lab, situation, watcher, `watch-${index}-${place}`);
			say(`trigger, ${situation.name}, ${watcher.name}: ${watched.requests} requests`);
			results.push(watched);
		}
	}
	return results;
}

async function watch(
	lab: BenchLab,
	{ name, polls, starts, lasts }: Situation,
	watcher: Watcher,
	place: string,
): Promise<Watched> {
	const { adobe } = lab;
	adobe.reset({ keepTokens: true });
	const flowIds = await dataflows(adobe);
	const poll = await watcher.begin(lab, place);
	await poll();
	adobe.journal.length = 0;

	const underWay = new Map<UnfinishedRun, { until: number; fails: boolean }>();
	const failed: string[] = [];
	const told: string[] = [];
	let count = 0;
	for (let round = 0; round < polls; round++) {
		for (let started = starts(round); started > 0; started--, count++) {
			const flowId = flowIds[(count * 7) % flowIds.length] ?? '';
			const run = adobe.seedUnfinishedRun(flowId, Date.now());
			underWay.set(run, { until: round + lasts(count), fails: count % FAILS === 3 });
		}
		for (const [run, { until, fails }] of underWay) {
			// With the last poll all have ended, so that each failed run can be told.
			if (until > round && round < polls - 1) continue;
			run.end(fails ? 'failed' : 'success', Date.now());
			if (fails) failed.push(run.id);
			underWay.delete(run);
		}
		told.push(...(await poll()));
	}
	const once = new Set(told);
	return {
		situation: name,
		watcher: watcher.name,
		polls,
		requests: platformRequests(adobe),
		failedRuns: failed.length,
		missed: failed.filter((id) => !once.has(id)).length,
		doubled: told.length - once.size,
	};
}

async function dataflows(adobe: LocalAdobe): Promise<string[]> {
	const ids: string[] = [];
	while (ids.length < DATAFLOWS) ids.push(await makeDataflow(adobe));
	return ids;
}

async function published(lab: BenchLab, place: string, nodes: NodeEntry[]): Promise<Poll> {
	await lab.publish(webhookWorkflow(place, nodes, { responseData: 'allEntries' }));
	return async () => {
		const response = await fetch(`${lab.url}/${place}`, { method: 'POST' });
		const text = await response.text();
		if (!response.ok) throw new Error(`The workflow did not poll: ${response.status} ${text}`);
		const items = JSON.parse(text || '[]') as unknown;
		// n8n answers with a sentence where the last node gave nothing.
		return Array.isArray(items) ? items.flatMap(({ runId }) => (runId ? [String(runId)] : [])) : [];
	};
}

function accessTo({ adobe }: BenchLab): Access {
	return { url: adobe.url, ...adobe.demo };
}

function runsNode(lab: BenchLab, query: string): NodeEntry {
	return httpRequest('Runs', accessTo(lab), undefined, {
		method: 'GET',
		url: `=${flowServiceOf(lab.adobe)}/runs?${query}`,
	});
}

/** From pages of runs: those that failed, each once, and a request for the name of the dataflow. */
function toldOnce(lab: BenchLab): NodeEntry[] {
	const isFailed = {
		id: 'failed',
		leftValue: '={{ $json.metrics?.statusSummary?.status }}',
		rightValue: 'failed',
		operator: { type: 'string', operation: 'equals' },
	};
	return [
		splitOut('Each run'),
		node('Failed', 'n8n-nodes-base.filter', 2.2, {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
				conditions: [isFailed],
				combinator: 'and',
			},
			options: {},
		}),
		node('Not told yet', 'n8n-nodes-base.removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: '={{ $json.id }}',
			options: { historySize: 10_000 },
		}),
		httpRequest('Dataflow', accessTo(lab), undefined, {
			method: 'GET',
			url: `=${flowServiceOf(lab.adobe)}/flows/{{ $json.flowId }}`,
		}),
		node('Told', 'n8n-nodes-base.set', 3.4, {
			assignments: {
				assignments: [
					{
						id: 'runId',
						name: 'runId',
						type: 'string',
						value: "={{ $('Not told yet').item.json.id }}",
					},
				],
			},
			options: {},
		}),
	];
}

/** The table for people. */
export function watchedRows(watched: readonly Watched[]): string[][] {
	return [
		[
			'situation',
			'watched by',
			'polls',
			'requests',
			'requests/poll',
			'failed runs',
			'missed',
			'doubled',
		],
		...watched.map((row) => [
			row.situation,
			row.watcher,
			String(row.polls),
			String(row.requests),
			(row.requests / row.polls).toFixed(2),
			String(row.failedRuns),
			String(row.missed),
			String(row.doubled),
		]),
	];
}
