import Ajv from 'ajv';

import { isObject } from '../types';
import { settingsSchema } from './settingsSchema';
import { validator } from './validator';

/** How GET and list show `s3SecretKey` and `s3SessionToken`; Adobe's own way is not documented (contract.md (d)). */
export type MaskStyle = 'stars' | 'removed' | 'placeholder' | 'clear' | 'partial';

export interface RateLimit {
	perSecond: number;
	/** `bucket` refills evenly, `window` counts per full second of the clock */
	kind: 'bucket' | 'window';
	/** size of a full bucket; default `perSecond` */
	burst?: number;
	/** form of the Retry-After header; default `seconds` */
	retryAfter?: 'none' | 'seconds' | 'date';
}

/** Something that goes wrong on purpose. The first rule that matches and fires wins. */
export interface FaultRule {
	/** shown in the journal; default is `kind` */
	name?: string;
	kind: 'status' | 'reset' | 'halfBody' | 'html' | 'empty' | 'hang' | 'secondWriter';
	/** share of matching requests, 0 to 1, drawn from the seeded generator; default 1 */
	rate?: number;
	/** only the first n hits */
	times?: number;
	/** let the first n matches pass */
	skip?: number;
	/** default: any; for `secondWriter` PATCH, before which it writes, where GET means after the answer */
	method?: string;
	/** regular expression source on the path, which has no trailing slash here */
	path?: string;
	/** for `status`, `html`, `empty`, `halfBody` */
	status?: number;
	/** Retry-After header of the injected answer, as it is */
	retryAfter?: string;
	/** whether the request was carried out before the fault; `half` tosses a seeded coin; default false */
	applied?: boolean | 'half';
	/** for `applied`: it is carried out so many milliseconds after the fault, drawn between these two; default at once */
	appliedAfterMs?: [least: number, most: number];
	/** a hit is an outage: every match of the following milliseconds is hit, too, and counts as the same hit */
	outageMs?: number;
	/** for `hang`: milliseconds until the connection is reset; default 10 minutes */
	ms?: number;
	/** for `secondWriter`: what the other writer changes, JSON Patch operations; default only its traces (etag, updatedBy) */
	patch?: Array<{ op: 'add' | 'replace' | 'remove'; path: string; value?: unknown }>;
}

/** Why runs fail on purpose. The first rule that matches wins. */
export interface RunFault {
	cause: 'credentials' | 'network' | 'path' | 'file' | 'records' | 'limit' | 'noFiles' | 'unknown';
	/** only runs of this dataflow */
	flowId?: string;
	/** only runs that read through this base connection */
	connectionId?: string;
	/** whether the copy engine says why; default: as `causeText` has it */
	printed?: boolean;
	/** share of the runs, 0 to 1, drawn from the seeded generator; default 1 */
	rate?: number;
	/** only the first n runs */
	times?: number;
}

export interface Settings {
	/** seed of ids, etags and faults */
	seed: number;
	maskStyle: MaskStyle;
	/** envelope 2 or 3 of contract.md (h) */
	errorShape: 'current' | 'older';
	etagStyle: 'azure' | 'guid';
	/** how long a created connection stays `initializing`, milliseconds; 0 = not at all */
	initializingMs: number;
	/** seconds */
	tokenLifetime: number;
	/** each answer waits so many milliseconds after the request was carried out */
	latencyMs: number;
	/** items on a page when no limit is asked for */
	pageSize: number;
	rateLimit: RateLimit | null;
	faults: FaultRule[];
	/** fixed answer of the connection test; null = judge the stored keys */
	testResult: boolean | null;
	/** error texts of 400 and 422 quote the submitted values, to test redaction in a client */
	echoSecrets: boolean;
	/** who may not do what: 403025, FLOW-2120-403, 403027 */
	forbid: 'profile' | 'permission' | 'region' | null;
	/** milliseconds from the start of a run to its end */
	runMs: number;
	/** which word the retry of a run is known by; the documents disagree (contract.md (g), Retry) */
	retryWord: 'both' | 're-trigger' | 'RE_TRIGGER';
	/** whether dataflows run by their schedules; if not, only what is started or seeded runs */
	runsBySchedule: boolean;
	/** milliseconds by which a scheduled run shows up late (contract.md (g), Runs) */
	runDelayMs: number;
	/** how a run within its partial ingestion percentage ends; both are documented (contract.md (g), Status words) */
	partialStatus: 'partialSuccess' | 'success';
	/**
	 * how runs are printed: `older` with windows, `newest` without (contract.md (g), Two forms of a run). Runs that have
	 * ended keep the form that they ended in.
	 */
	runForm: 'older' | 'newest';
	/** milliseconds by which `createdAt` of a run lies after its start; Adobe prints 70 to 23,000 */
	createdLateMs: number;
	/** milliseconds by which the window of a scheduled run ends before the run starts; Adobe prints up to 550,000 */
	windowEndsBeforeMs: number;
	/** where a run counts its records: everywhere, only in activities, failed ones only in errors, or -1 everywhere */
	countsIn: 'run' | 'activities' | 'errors' | 'nowhere';
	/** whether metrics and activities have their numbers as text */
	textNumbers: boolean;
	/** how the activities of a run are spelled; src.yaml has the second */
	activitiesName: 'activities' | 'activites';
	/** whether a failed copy says why: `usual` says it but for keys of Amazon S3, for which no text is documented */
	causeText: 'usual' | 'always' | 'never';
	/** runs that fail on purpose */
	runFaults: RunFault[];
	/** milliseconds for which a new run is not found and missing in lists */
	runLagMs: number;
	/** milliseconds for which GET and lists show a dataflow as it was before an accepted change */
	flowLagMs: number;
	/** a dataflow whose runs fail for so many days is disabled (news of June 2026); null = never */
	disableAfterDays: number | null;
	/** milliseconds until a change of a dataflow is carried out (contract.md (g), Changes that settle later) */
	settleMs: number;
	/** how such a change ends */
	operationResult: 'completed' | 'failed';
	/** how many times faster than the clock the schedules of dataflows go */
	scheduleSpeed: number;
	/** milliseconds by which the service's clock is ahead of this machine's; negative: behind */
	clockOffsetMs: number;
	/** milliseconds until a batch that nobody completes is abandoned; printed nowhere */
	abandonMs: number;
	/** bodies of the Import API's successes: empty (docs), `1` (Adobe's tutorial), or as its specification says */
	importAnswers: 'empty' | 'one' | 'specified';
	/** which member of a new batch sets its partial ingestion; the documents disagree */
	partialMember: 'partialIngestionPercent' | 'partialIngestionPercentage';
	/** whether a second batch of the same external id is refused; the specification calls it unique */
	uniqueExternalIds: boolean;
	/** lifetime of minted AWS keys in seconds, instead of what was asked for; null = as asked */
	stsLifetime: number | null;
	/** the journal keeps so many requests and forgets older ones */
	journalLimit: number;
}

export const defaultSettings: Settings = {
	seed: 1,
	maskStyle: 'stars',
	errorShape: 'current',
	etagStyle: 'azure',
	initializingMs: 0,
	tokenLifetime: 86_399,
	latencyMs: 0,
	pageSize: 20,
	rateLimit: null,
	faults: [],
	testResult: null,
	echoSecrets: false,
	forbid: null,
	runMs: 300,
	retryWord: 'both',
	runsBySchedule: true,
	runDelayMs: 0,
	partialStatus: 'partialSuccess',
	runForm: 'older',
	createdLateMs: 0,
	windowEndsBeforeMs: 0,
	countsIn: 'run',
	textNumbers: false,
	activitiesName: 'activities',
	causeText: 'usual',
	runFaults: [],
	runLagMs: 0,
	flowLagMs: 0,
	disableAfterDays: 30,
	settleMs: 300,
	operationResult: 'completed',
	scheduleSpeed: 1,
	clockOffsetMs: 0,
	abandonMs: 24 * 60 * 60 * 1000,
	importAnswers: 'empty',
	partialMember: 'partialIngestionPercent',
	uniqueExternalIds: true,
	stsLifetime: null,
	journalLimit: 100_000,
};

const ajv = new Ajv({ allowUnionTypes: true });
const validSettings = validator<Partial<Settings>>(ajv, settingsSchema);

/**
 * Checks settings that come from a person or another process.
 * @throws Error with a sentence that names the wrong setting
 */
export function checkSettings(settings: unknown): Partial<Settings> {
	if (isObject(settings) && Object.keys(settings).length === 0) return {};
	if (!validSettings(settings)) {
		const [problem] = validSettings.errors ?? [];
		const extra = problem?.params as { additionalProperty?: string; allowedValues?: unknown[] };
		const detail = extra?.additionalProperty ?? extra?.allowedValues?.join(', ');
		const where = problem?.instancePath.slice(1).replaceAll('/', '.');
		throw new Error(
			`Setting ${where ? `"${where}" ` : ''}${problem?.message}${detail ? `: ${detail}` : ''}`,
		);
	}
	for (const rule of settings.faults ?? []) {
		if (rule.path !== undefined) new RegExp(rule.path);
	}
	// What is undefined was not set and must not hide a default.
	const given = Object.entries(settings).filter(([, value]) => value !== undefined);
	return Object.fromEntries(given) as Partial<Settings>;
}
