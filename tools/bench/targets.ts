import { idealSeconds, LIMITED_ITEMS } from './cases';
import { HTTP_REQUEST, OUR_NODE, OUR_NODE_AS_IT_COMES } from './contenders';
import { type CaseResult, find } from './results';
import type { StartUp } from './startup';
import { TRIGGER_NAME, type Watched } from './trigger';

/** Something that the benchmark is to show, with what it showed. */
export interface Target {
	what: string;
	wanted: string;
	seen: string;
	isMet: boolean;
}

/** What is judged. */
export interface Evidence {
	cases: readonly CaseResult[];
	startUp?: StartUp;
	watched?: readonly Watched[];
}

const AT = { part: 'throughput', items: 1_000, latencyMs: 50 } as const;

/** Judges the results; a target whose cases did not run is left out. */
export function judge({ cases, startUp, watched = [] }: Evidence): Target[] {
	return [
		...rates(cases),
		...requests(cases),
		...growth(cases),
		...memory(cases),
		...limit(cases),
		...watching(watched),
		...(startUp ? [packedSize(startUp)] : []),
	];
}

function rates(cases: readonly CaseResult[]): Target[] {
	const wanted = [
		{ what: 'creates', ours: 'create', theirs: 'create', least: 2 },
		{ what: 'token updates', ours: 'update', theirs: 'update', least: 4.5 },
		{
			what: 'token updates with an etag given, against reading it first',
			ours: 'updateWithEtag',
			theirs: 'update',
			least: 3,
		},
		{
			what: 'token updates with an etag given to both',
			ours: 'updateWithEtag',
			theirs: 'updateWithEtag',
			least: 2,
		},
	] as const;
	return wanted.flatMap(({ what, ours, theirs, least }) => {
		const mine = find(cases, { ...AT, job: ours }, OUR_NODE);
		const other = find(cases, { ...AT, job: theirs }, HTTP_REQUEST);
		if (!mine || !other) return [];
		const ratio = mine.itemsPerSecond / other.itemsPerSecond;
		return {
			what: `${what}: rate beside the HTTP Request node's (1,000 items, 50 ms)`,
			wanted: `at least ${least} times`,
			seen: `${ratio.toFixed(2)} times`,
			isMet: ratio >= least,
		};
	});
}

function requests(cases: readonly CaseResult[]): Target[] {
	const wanted = [
		{ what: 'token updates without etags', where: { ...AT, job: 'update' }, most: 1.05 },
		{
			what: 'dataflows into one dataset',
			where: { part: 'dataflow', job: 'dataflow' },
			most: 4.2,
		},
		{
			what: 'lists of 10,000 runs',
			where: { part: 'runs', job: 'listRuns', items: 10_000 },
			most: 0.02,
		},
	] as const;
	return wanted.flatMap(({ what, where, most }) => {
		const mine = find(cases, where, OUR_NODE);
		if (!mine) return [];
		return {
			what: `${what}: requests for each item`,
			wanted: `at most ${most}`,
			seen: mine.requestsPerItem.toFixed(3),
			isMet: mine.requestsPerItem <= most,
		};
	});
}

function growth(cases: readonly CaseResult[]): Target[] {
	return (['create', 'update', 'updateWithEtag'] as const).flatMap((job) => {
		const few = find(cases, { ...AT, job }, OUR_NODE);
		const many = find(cases, { ...AT, job, items: 10_000 }, OUR_NODE);
		if (!few || !many) return [];
		const ratio = many.seconds / few.seconds;
		return {
			what: `${job}: time of 10,000 items beside 1,000 (50 ms)`,
			wanted: 'at most 10.5 times',
			seen: `${ratio.toFixed(2)} times`,
			isMet: ratio <= 10.5,
		};
	});
}

function memory(cases: readonly CaseResult[]): Target[] {
	return (['create', 'update', 'updateWithEtag'] as const).flatMap((job) => {
		const mine = find(cases, { part: 'memory', job }, OUR_NODE);
		const other = find(cases, { part: 'memory', job }, HTTP_REQUEST);
		if (!mine || !other || Number.isNaN(mine.peakMemory)) return [];
		return {
			what: `${job}: peak memory of a fresh n8n beside the HTTP Request node's (1,000 items, 50 ms)`,
			wanted: 'at most the same',
			seen: `${mine.peakMemory.toFixed(0)} MB beside ${other.peakMemory.toFixed(0)} MB`,
			isMet: mine.peakMemory <= other.peakMemory,
		};
	});
}

function limit(cases: readonly CaseResult[]): Target[] {
	return (['create', 'update'] as const).flatMap((job) =>
		[OUR_NODE, OUR_NODE_AS_IT_COMES].flatMap((contender) => {
			const mine = find(cases, { part: 'limit', job }, contender);
			if (!mine) return [];
			const calls = job === 'create' ? 1 : 2;
			const ratio = mine.seconds / idealSeconds(LIMITED_ITEMS * calls);
			const most = job === 'create' ? 1.15 : 0.65;
			return {
				what: `${job} against a limit of 20 requests a second, ${contender.name}: failed items; time beside the least for ${job === 'create' ? 'a write each' : 'a read and a write each'}`,
				wanted: `none; at most ${most} times`,
				seen: `${mine.failed}; ${ratio.toFixed(2)} times`,
				isMet: mine.failed === 0 && ratio <= most,
			};
		}),
	);
}

function watching(watched: readonly Watched[]): Target[] {
	const mine = watched.filter(({ watcher }) => watcher === TRIGGER_NAME);
	if (mine.length === 0) return [];
	const [quiet] = mine;
	const sum = (of: (row: Watched) => number) => mine.reduce((total, row) => total + of(row), 0);
	const perPoll = quiet ? quiet.requests / quiet.polls : NaN;
	const missed = sum((row) => row.missed);
	const doubled = sum((row) => row.doubled);
	return [
		{
			what: 'the trigger where nothing happens: requests a poll, with 50 dataflows',
			wanted: 'at most 1',
			seen: perPoll.toFixed(2),
			isMet: perPoll <= 1,
		},
		{
			what: `the trigger: of ${sum((row) => row.failedRuns)} failed runs missed; doubled`,
			wanted: 'none; none',
			seen: `${missed}; ${doubled}`,
			isMet: missed === 0 && doubled === 0,
		},
	];
}

function packedSize({ packedSize: bytes }: StartUp): Target {
	return {
		what: 'size of the packed package',
		wanted: 'at most 250 kB',
		seen: `${(bytes / 1000).toFixed(1)} kB`,
		isMet: bytes <= 250_000,
	};
}
