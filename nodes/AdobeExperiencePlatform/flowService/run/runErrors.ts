import { asRecord } from '../../transport/json';
import type { RawRun } from './entities';
import { activitiesOf, isPromotion, listOf, type Summary } from './runParts';

/** An error as Adobe prints it. */
export interface PrintedError {
	code: string;
	message: string;
	/** Everything printed for it, to read the cause from. */
	text: string;
	/** Whether it is about writing into the dataset, which the source has no part in. */
	isOfPromotion: boolean;
}

/** The copy engine's text may be long, and most of it is about the engine itself. */
const LONGEST_DETAIL = 500;

/**
 * Everything that Adobe prints about what went wrong (contract.md (g), why a run failed): errors, errors of the
 * extensions, why records failed and the copy engine's own text, of the run and of each activity, each once.
 */
export function errorsOf(run: RawRun): PrintedError[] {
	const found = new Map<string, PrintedError>();
	const parts = [{ part: asRecord(run.metrics), isOfPromotion: false }].concat(
		activitiesOf(run).map((part) => ({ part, isOfPromotion: isPromotion(part) })),
	);
	for (const { part, isOfPromotion } of parts) {
		for (const error of printedIn(part)) {
			const key = errorKey(error);
			if (!found.has(key)) found.set(key, { ...error, isOfPromotion });
		}
	}
	return [...found.values()];
}

/** Equal errors have equal keys: Adobe prints the same one with and without a full stop. */
export function errorKey(error: { code?: unknown; message?: unknown }): string {
	const [code, message] = [error.code, error.message].map((value) =>
		String(value ?? '')
			.trim()
			.toLowerCase(),
	);
	return JSON.stringify([code, message?.replace(/\.+$/, '')]);
}

function printedIn(part: Summary): Array<Omit<PrintedError, 'isOfPromotion'>> {
	const status = asRecord(part.statusSummary);
	const extensions = asRecord(status.extensions);
	const { failedInfo } = asRecord(part.recordSummary);
	const errors = [status.errors, extensions.errors, failedInfo]
		.flatMap(listOf)
		.map((entry) => readError(asRecord(entry)));
	return [...errors, readDetail(extensions.errorDetail)].filter(({ text }) => text !== '');
}

function readError({ code, message, details }: Summary): Omit<PrintedError, 'isOfPromotion'> {
	const [readCode, readMessage] = [code, message].map(textOf) as [string, string];
	const text = [readCode, readMessage, textOf(details)].filter(Boolean).join(' ');
	return { code: readCode, message: readMessage, text };
}

/** The copy engine's text: `ErrorCode=SftpNetworkIssue,'Type=…,Message=…,Source=…`. */
function readDetail(errorDetail: unknown): Omit<PrintedError, 'isOfPromotion'> {
	const text = textOf(errorDetail);
	const code = /ErrorCode=(\w+)/.exec(text)?.[1] ?? '';
	const start = text.indexOf('Message=');
	const words = start < 0 ? text : text.slice(start + 'Message='.length);
	const [message = ''] = words.split(/,Source=|,'+Type=/, 1);
	return { code, message: message.slice(0, LONGEST_DETAIL), text };
}

function textOf(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
