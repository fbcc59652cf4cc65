import type { INodeProperties, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import {
	concurrencyOption,
	idLocator,
	optionsField,
	filtersField,
	limitFields,
	simplifyFields,
} from '../node/commonFields';
import type { ApiClient } from '../adobe/apiClient';
import type { ItemParameters } from '../node/itemParameters';
import { entityTask, type Operation, type Task } from '../node/operation';
import { getRun } from './explain';
import { type RunStatus, RUN, type RawRun, statusOf, createdAt } from './run';
import { anyDataflowField } from '../dataflow/fields';
import { asChoice } from '../node/values';
import { type FailedRecords, getFailedRecordsOfRun, simplifiedRecord } from './failedRecords';
import type { Filter } from '../adobe/entity/kind';
import { firstPassing } from '../adobe/entity/read';
import { queryOf, listFor, FULL_LIST } from '../node/lists';
import { firstTime, summariesOf } from './metrics';
import {
	type RunOutput,
	NEWEST_FIRST,
	isOfDataflow,
	ofDataflow,
	withDataflows,
	ingestionRuns,
	runPages,
} from './read';

/** For the list of runs. */
const WORDS: Record<RunStatus, string> = {
	success: 'succeeded',
	partialSuccess: 'partial success',
	failed: 'failed',
	inProgress: 'in progress',
	queued: 'queued',
};

const RUN_STATUSES = Object.keys(WORDS) as RunStatus[];

/** Workflows saved before this was a resource locator hold the ID as text, which is accepted as well. */
export const runIdField: INodeProperties = idLocator({
	displayName: 'Run',
	name: 'runId',
	description: 'The dataflow run. The list shows recent ones, newest first.',
	hint: 'Choose from the list, or drag id here from the output of a Dataflow Run node or the trigger',
	list: 'searchRuns',
	placeholder: 'e.g. 8f2a6f0c-3b1d-4c57-9e2a-5d7c1b0e4f63',
});

/** Parameters of an operation on one run that needs nothing else. */
export const oneRun: INodeProperties[] = [runIdField, optionsField(concurrencyOption)];

export const get: Operation = {
	label: 'Get',
	action: 'Get a dataflow run',
	description: 'Get the status of a run with its records, files, duration and errors',
	properties: oneRun,
	prepare: (parameters) => entityTask(parameters, { noun: 'run' }, getRun),
};

const getAllFields: INodeProperties[] = [
	anyDataflowField('The dataflow whose runs to list. If empty, all dataflows of the sandbox.'),
	...limitFields,
	filtersField(
		{
			displayName: 'Started After',
			name: 'startedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only runs that started at or after this time',
		},
		{
			displayName: 'Started Before',
			name: 'startedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only runs that started before this time',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Failed', value: 'failed' },
				{ name: 'In Progress', value: 'inProgress' },
				{ name: 'Partial Success', value: 'partialSuccess' },
				{ name: 'Queued', value: 'queued' },
				{ name: 'Success', value: 'success' },
			],
			default: 'failed',
		},
	),
	optionsField(concurrencyOption),
];

function prepareGetAll(parameters: ItemParameters): Task {
	const dataflowId = parameters.located('dataflowId', 'dataflow')
		? parameters.id('dataflowId', 'dataflow')
		: '';
	const { status = '', startedAfter = '', startedBefore = '' } = parameters.collection('filters');
	const filters = {
		dataflowId,
		status: status ? asChoice<RunStatus>(status, 'status', RUN_STATUSES) : ('' as const),
		startedAfter: parameters.time(startedAfter, 'Started After'),
		startedBefore: parameters.time(startedBefore, 'Started Before'),
	};
	const limit = parameters.limit();
	const settings = parameters.settings();
	return {
		settings,
		run: async (client) => await listRuns(client, filters, limit),
	};
}

export const getAll: Operation = {
	label: 'Get Many',
	action: 'Get many dataflow runs',
	description: 'List runs of one dataflow or of all, newest first',
	properties: getAllFields,
	prepare: prepareGetAll,
};

/** A task that reads the failed records of one run or batch. */
export function failedRecordsTask(
	parameters: ItemParameters,
	noun: 'run' | 'batch',
	read: (client: ApiClient, id: string, limit: number) => Promise<FailedRecords>,
): Task {
	const id = parameters.id(`${noun}Id`, noun);
	const limit = parameters.limit();
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		async run(client) {
			const { records, whyNone } = await read(client, id, limit);
			if (whyNone) client.execution.hints.add(`No failed records: ${whyNone}`);
			return isSimplified ? records.map(simplifiedRecord) : records;
		},
	};
}

export const getFailedRecords: Operation = {
	label: 'Get Failed Records',
	action: 'Get the failed records of a dataflow run',
	description: 'Read the records that Adobe could not ingest, each with the reason',
	properties: [runIdField, ...limitFields, ...simplifyFields, optionsField(concurrencyOption)],
	prepare: (parameters) => failedRecordsTask(parameters, 'run', getFailedRecordsOfRun),
};

/** Which runs to list; '' for any. */
interface RunFilters {
	dataflowId: string;
	status: RunStatus | '';
	/** Epoch milliseconds; undefined for any. */
	startedAfter?: number;
	startedBefore?: number;
}

/**
 * Lists runs, newest first. Without a dataflow, those of all dataflows that ingest data. The status is compared here,
 * since the service uses other words (contract.md (g)).
 */
export async function listRuns(
	client: ApiClient,
	{ dataflowId, status, startedAfter, startedBefore }: RunFilters,
	limit: number,
): Promise<RunOutput[]> {
	const query = [
		...ofDataflow(dataflowId),
		startedFilter('>=', startedAfter),
		startedFilter('<', startedBefore),
		...NEWEST_FIRST,
	];
	const found = await firstPassing<RawRun>(client, RUN, query, {
		limit,
		isExact: !status && dataflowId !== '',
		passes: (run) =>
			(!status || statusOf(run) === status) &&
			isStartedWithin(run, startedAfter, startedBefore) &&
			isOfDataflow(run, dataflowId),
		...(!dataflowId && { keep: async (some: RawRun[]) => await ingestionRuns(client, some) }),
	});
	return await withDataflows(client, found);
}

/** Whether a run started in this time. A run without a start time did not. */
function isStartedWithin(run: RawRun, after = -Infinity, before = Infinity): boolean {
	if (after === -Infinity && before === Infinity) return true;
	const started = firstTime(summariesOf(run, 'durationSummary'), 'startedAtUTC');
	return started !== null && started >= after && started < before;
}

function startedFilter(sign: '>=' | '<', time: number | undefined): Filter | undefined {
	return time === undefined
		? undefined
		: ['property', `metrics.durationSummary.startedAtUTC${sign}${time}`];
}

/** The runs that an operation can work on; all runs for other operations. */
const OFFERED = new Map<unknown, readonly RunStatus[]>([
	['retry', ['failed']],
	['getFailedRecords', ['partialSuccess', 'failed']],
]);

const MOST_PAGES = 5;

/**
 * Recent runs, newest first: `Stores from S3, failed, 04:15`. Runs that the operation cannot work on are left out.
 */
export async function searchRuns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = filter?.trim().toLowerCase() ?? '';
	const offered = OFFERED.get(this.getNodeParameter('operation', ''));
	const timeOf = timesIn(this.getTimezone());
	const token = typeof paginationToken === 'string' ? paginationToken : undefined;
	return await listFor(this, ['runs', search, offered, token], async (client) => {
		const results: INodeListSearchResult['results'] = [];
		const start = token === undefined ? undefined : queryOf(token);
		let pages = 0;
		for await (const { runs, next } of runPages(client, '', start)) {
			const kept = await ingestionRuns(client, runs);
			for (const run of await withDataflows(client, kept)) {
				const name = nameOf(run, timeOf);
				if (offered && !offered.includes(run.status)) continue;
				if (name.toLowerCase().includes(search)) results.push({ name, value: run.id });
			}
			if (next && (results.length >= FULL_LIST || ++pages === MOST_PAGES)) {
				const [oldest] = runs.slice(-1);
				const found =
					results.length > 0 || !oldest ? results : [noneSince(timeOf(createdAt(oldest)))];
				return { results: found, paginationToken: JSON.stringify(next) };
			}
		}
		return { results };
	});
}

/** The only entry of a page without runs to choose. n8n would take an empty page for the end of the list. */
function noneSince(time: string): INodeListSearchResult['results'][number] {
	return {
		name: `No runs to choose since ${time}. Scroll for older ones, or enter an ID`,
		value: '',
	};
}

function nameOf(
	{ dataflowName, status, completedAt, startedAt }: RunOutput,
	timeOf: (time: number) => string,
): string {
	const at = completedAt ?? startedAt;
	const parts = [dataflowName ?? 'A deleted dataflow', WORDS[status]];
	return [...parts, ...(at === null ? [] : [timeOf(Date.parse(at))])].join(', ');
}

/** Formats times in a time zone. Today's times have no day. */
function timesIn(timeZone: string): (time: number) => string {
	const dayOf = new Intl.DateTimeFormat('en-US', { timeZone, month: 'short', day: 'numeric' });
	const clock = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		hour: '2-digit',
		minute: '2-digit',
	});
	const today = dayOf.format(Date.now());
	return (time) => {
		const day = dayOf.format(time);
		return day === today ? clock.format(time) : `${day}, ${clock.format(time)}`;
	};
}
