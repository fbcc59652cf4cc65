import { concurrencyOption, optionsField } from '../node/commonFields';
import type { Operation } from '../node/operation';
import { asFlag, asHours } from '../node/values';
import { listFields, readFilters } from './get.operation';
import type { ApiClient } from '../adobe/apiClient';
import type { Query } from '../adobe/entity/kind';
import { entitiesById, LARGEST_PAGE } from '../adobe/entity/read';
import { asFailure, Failure, listed } from '../adobe/errors/failure';
import { addTo, groupsOf, HOUR, isoTime } from '../adobe/json';
import { connectionWorks, runLimitHint } from '../run/explain';
import { flatRun, isCauseOpen } from '../run/run';
import {
	baseConnectionOf,
	TARGET_CONNECTION,
	targetIdOf,
	type Dataflow,
	type TargetConnection,
	listDataflows,
	type DataflowFilters,
} from './dataflow';
import { MOST_RUNS_A_DAY, sandboxHint, profileHint, runsPerDay, scheduleText } from './schedule';
import {
	History,
	byHealth,
	disabledOn,
	healthOf,
	patienceOf,
	type HealthOutput,
	type Past,
} from './health';
import { firstDatasets } from '../dataset/get.operation';

export const getHealth: Operation = {
	label: 'Check Health',
	action: 'Check the health of dataflows',
	description:
		'Check whether all dataflows ingest data: which fail and why, are disabled, get no data or never ran, worst first',
	properties: [
		...listFields,
		optionsField(
			concurrencyOption,
			{
				displayName: 'Expect Data Every',
				name: 'expectEvery',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 24,
				description:
					'How many hours a dataflow may be without new records before its health is noData. If not set, a longer schedule interval extends this time.',
			},
			{
				displayName: 'Test Connections',
				name: 'testConnections',
				type: 'boolean',
				default: false,
				description:
					'Whether to test each base connection once, to find expired or invalid keys before a run fails',
			},
		),
	],
	prepare(parameters) {
		const given = parameters.option('expectEvery');
		const test = parameters.option('testConnections');
		const question = {
			filters: readFilters(parameters),
			limit: parameters.limit(),
			expectEvery: given === undefined ? undefined : asHours(given, 'expectDataEvery'),
			testConnections: test !== undefined && asFlag(test, 'testConnections'),
		};
		const settings = parameters.settings();
		return { settings, run: async (client) => await readHealth(client, question) };
	},
};

/** Requests for each 1,000 dataflows, without the list of datasets, the token and connection tests. */
const MOST_REQUESTS = 37;
const DATAFLOWS = 1_000;
/** How many connections are tested at the same time. */
const TESTS_AT_ONCE = 5;

interface HealthQuestion {
	filters: DataflowFilters;
	limit: number;
	/** Hours; undefined if the option is not set. */
	expectEvery?: number;
	testConnections: boolean;
}

/** The health of dataflows, worst first. The limit applies after sorting, so that it does not hide the worst ones. */
async function readHealth(
	client: ApiClient,
	{ filters, limit, expectEvery, testConnections }: HealthQuestion,
): Promise<HealthOutput[]> {
	const flows = await listDataflows(client, filters, Infinity);
	const pages = Math.ceil(flows.length / LARGEST_PAGE);
	const budget = {
		left: MOST_REQUESTS * Math.max(1, Math.ceil(flows.length / DATAFLOWS)) - 2 * pages,
	};
	const patience = (flow: Dataflow) => patienceOf(flow, expectEvery);
	const history = new History(client, flows, patience);
	const [targets] = await Promise.all([datasetIds(client, flows), history.read(budget)]);
	const works = testConnections ? await testAll(client, flows) : new Map();
	const now = client.execution.serviceTime;
	const checked = flows.map((flow) => ({ flow, past: history.past(flow) }));
	addHints(client, checked);
	const outputs = checked.map(({ flow, past }) => {
		const health = healthOf(flow, past, patience(flow), now);
		const datasetId = targets.get(targetIdOf(flow)) ?? null;
		const connectionWorks = works.get(baseConnectionOf(flow) ?? '') ?? null;
		return { health, ...outputOf({ flow, past }, connectionWorks, now), datasetId };
	});
	await addScheduleHints(client, flows, outputs);
	return outputs.sort(byHealth).slice(0, limit);
}

interface Checked {
	flow: Dataflow;
	past: Past;
}

function outputOf(
	{ flow, past }: Checked,
	works: boolean | null,
	now: number,
): Omit<HealthOutput, 'health' | 'datasetId'> {
	const { last, lastSuccess, lastRecords, failedInARow, failingSince } = past;
	const isRefused = works === false && last !== undefined && isCauseOpen(last);
	return {
		dataflowName: flow.name ?? null,
		cause: isRefused ? 'credentials' : last ? flatRun(last).cause : null,
		failedInARow,
		failingSince: isoTime(failingSince),
		lastSuccessAt: isoTime(lastSuccess),
		hoursSinceSuccess:
			lastSuccess === undefined ? null : Number(Math.max(0, (now - lastSuccess) / HOUR).toFixed(1)),
		lastRecordsAt: isoTime(lastRecords),
		disabledByAdobeOn: isoTime(disabledOn(flow, past)),
		runsPerDay: runsPerDay(flow.scheduleParams ?? {}),
		connectionWorks: works,
		schedule: scheduleText(flow),
		id: flow.id,
		baseConnectionId: baseConnectionOf(flow) ?? null,
	};
}

/** The datasets of target connections, 100 in one request. */
async function datasetIds(
	client: ApiClient,
	flows: readonly Dataflow[],
): Promise<Map<string, string>> {
	const ids = flows.flatMap(({ targetConnectionIds = [] }) => targetConnectionIds);
	const targets = await entitiesById<TargetConnection>(client, TARGET_CONNECTION, ids);
	const found = new Map<string, string>();
	for (const [id, { params }] of targets) {
		if (typeof params?.dataSetId === 'string') found.set(id, params.dataSetId);
	}
	return found;
}

/** Tests each base connection once. The result is null if a test fails to run. */
async function testAll(
	client: ApiClient,
	flows: readonly Dataflow[],
): Promise<Map<string, boolean | null>> {
	const ids = [...new Set(flows.flatMap((flow) => baseConnectionOf(flow) ?? []))];
	const found = new Map<string, boolean | null>();
	for (const some of groupsOf(ids, TESTS_AT_ONCE)) {
		const answers = await Promise.all(some.map(async (id) => await connectionWorks(client, id)));
		for (const [index, id] of some.entries()) {
			const works = answers[index] as boolean | Failure;
			found.set(id, works instanceof Failure ? null : works);
		}
	}
	const untested = [...found.values()].filter((works) => works === null).length;
	if (untested > 0) {
		client.execution.hints.add(
			`${untested} of ${ids.length} base connections could not be tested. Run this item again, or use Base Connection > Test.`,
		);
	}
	return found;
}

function addHints(client: ApiClient, checked: readonly Checked[]): void {
	const { hints } = client.execution;
	const namesOf = (some: readonly Checked[]) =>
		listed(some.map(({ flow: { name, id } }) => name ?? id));
	const partly = checked.filter(({ past }) => !past.isWhole);
	const unread = partly.filter(({ past }) => past.last === undefined);
	const cut = partly.filter(({ past }) => past.last !== undefined);
	if (unread.length > 0) {
		hints.add(
			`Runs of ${unread.length} of ${checked.length} dataflows were not read: ${namesOf(unread)}. Check Health sends a limited number of requests. Use filters to look at fewer dataflows.`,
		);
	}
	if (cut.length > 0) {
		hints.add(
			`Older runs of ${cut.length} of ${checked.length} dataflows were not read: ${namesOf(cut)}. For these, an empty time is further back, and failedInARow may be higher. Use filters to look at fewer dataflows.`,
		);
	}
	for (const { flow, past } of checked) {
		const hint = past.last && runLimitHint(flatRun(past.last), flow.name ?? flow.id);
		if (hint) hints.add(hint);
	}
}

/** States in which a schedule starts no runs. */
const NOT_RUNNING = new Set(['disabled', 'draft']);

/**
 * Hints if enabled dataflows together plan more runs than Adobe advises. Datasets are read only if one of them gets more
 * than one run a day.
 */
async function addScheduleHints(
	client: ApiClient,
	flows: readonly Dataflow[],
	outputs: readonly HealthOutput[],
): Promise<void> {
	const enabled = outputs.filter((_output, index) => !NOT_RUNNING.has(flows[index]?.state ?? ''));
	const { hints } = client.execution;
	const planned = (some: readonly HealthOutput[]) =>
		some.reduce((sum, one) => sum + one.runsPerDay, 0);
	if (planned(enabled) > MOST_RUNS_A_DAY) hints.add(sandboxHint(planned(enabled)));
	const byDataset = new Map<string, HealthOutput[]>();
	for (const output of enabled) {
		if (output.datasetId) addTo(byDataset, output.datasetId, output);
	}
	const often = [...byDataset].filter(([, some]) => planned(some) > 1);
	if (often.length === 0) return;
	const read = async () => await profileDatasets(client);
	const datasets = await client.readOnce(['profile datasets'], read).catch(asFailure);
	if (datasets instanceof Failure) return;
	for (const [id, some] of often) {
		const dataset = datasets.get(id);
		if (dataset !== undefined) hints.add(profileHint(dataset, planned(some)));
	}
}

/** A sandbox has few datasets for Profile, so no more pages are read. */
const MOST_PROFILE_PAGES = 2;

/** Names of the datasets that are enabled for Real-Time Customer Profile, by ID. */
async function profileDatasets(client: ApiClient): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const filter: Query = [['tags', 'unifiedProfile:*']];
	const datasets = firstDatasets(client, MOST_PROFILE_PAGES, { properties: 'name,tags', filter });
	for await (const { id, name, isProfileEnabled } of datasets) {
		if (isProfileEnabled) found.set(id, name);
	}
	return found;
}
