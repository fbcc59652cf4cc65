import type { ApiClient } from '../../adobe/apiClient';
import type { RawBatch } from './batch';

/** Adobe's limits for batches (Data ingestion, guardrails). */
const MOST_A_DAY = 90;
const MOST_BYTES_AN_HOUR = 20 * 1024 ** 3;

/** More batches an hour in one dataset are worth a hint if they are small. */
const MOST_SMALL_AN_HOUR = 10;
const SMALL_BYTES = 1024 ** 2;

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

interface Sent {
	at: number;
	bytes: number;
}

/** What this process has uploaded within the last hour, by organization and sandbox. */
const uploaded = new Map<string, Sent[]>();

/** What was uploaded. */
export interface UploadedBatch {
	datasetName: string;
	isForProfile: boolean;
	bytes: number;
	/** Other batches of the dataset, those of the last 24 hours at least. */
	others: readonly RawBatch[];
}

/** Hints that come before Adobe's limits are hit: the same words for all batches of an execution. */
export function guardrailHints({ http, execution }: ApiClient, batch: UploadedBatch): string[] {
	const now = execution.serviceTime;
	const { datasetName, bytes, others } = batch;
	const hints: string[] = [];
	const within = (time: number) =>
		others.filter(({ created }) => typeof created === 'number' && created > now - time).length + 1;
	if (batch.isForProfile && within(DAY) > MOST_A_DAY) {
		hints.push(
			`More than ${MOST_A_DAY} batches went into the dataset "${datasetName}" within 24 hours. Adobe advises at most ${MOST_A_DAY} a day for all datasets of Real-Time Customer Profile in a sandbox. Collect items, and upload them less often.`,
		);
	} else if (bytes < SMALL_BYTES && within(HOUR) > MOST_SMALL_AN_HOUR) {
		hints.push(
			`More than ${MOST_SMALL_AN_HOUR} batches went into the dataset "${datasetName}" within an hour, and this one is small. Adobe advises few and large batches. All input items of this node become one batch: use it without a loop, or collect items and upload them less often.`,
		);
	}
	const key = `${http.platformUrl} ${http.sandbox}`;
	const sent = [...(uploaded.get(key) ?? []), { at: now, bytes }].filter(
		({ at }) => at > now - HOUR,
	);
	uploaded.set(key, sent);
	if (sent.reduce((sum, one) => sum + one.bytes, 0) > MOST_BYTES_AN_HOUR) {
		hints.push(
			'More than 20 GB were uploaded within an hour. That is the limit of batch ingestion. Upload the rest later.',
		);
	}
	return hints;
}
