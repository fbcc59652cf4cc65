import { asRecord, valueText } from '../adobe/json';
import type { RawRun, FlatRun } from './run';
import { ingestionAdvice } from '../adobe/errors/advice';
import { writeCredentials } from '../baseConnection/refused';
import type { Source } from '../baseConnection/sources/source';
import { activitiesOf, isPromotion, listOf, type Summary, errorKey } from './metrics';
import { cut } from '../adobe/errors/failure';

export interface PrintedError {
	code: string;
	message: string;
	/** The complete text, from which the cause is read. */
	text: string;
	/** Whether the error is about writing into the dataset, which has nothing to do with the source. */
	isOfPromotion: boolean;
}

/** The text of the copy engine may be long, and most of it is internal. */
const LONGEST_DETAIL = 500;

/**
 * All errors that Adobe prints for a run (contract.md (g), why a run failed): errors, errors of the extensions,
 * reasons for failed records and the text of the copy engine, of the run and of its activities. Equal errors are
 * listed once.
 */
export function errorsOf(run: RawRun): PrintedError[] {
	const found = new Map<string, PrintedError>();
	const errors = [
		...printedIn(asRecord(run.metrics), false),
		...activitiesOf(run).flatMap((part) => printedIn(part, isPromotion(part))),
	];
	for (const error of errors) {
		const key = errorKey(error);
		if (!found.has(key)) found.set(key, error);
	}
	return [...found.values()];
}

function printedIn(part: Summary, isOfPromotion: boolean): PrintedError[] {
	const status = asRecord(part.statusSummary);
	const extensions = asRecord(status.extensions);
	const { failedInfo } = asRecord(part.recordSummary);
	const errors = [status.errors, extensions.errors, failedInfo]
		.flatMap(listOf)
		.map((entry) => readError(asRecord(entry)));
	return [...errors, readDetail(extensions.errorDetail)]
		.filter(({ text }) => text !== '')
		.map((error) => ({ ...error, isOfPromotion }));
}

function readError({ code, message, details }: Summary): Omit<PrintedError, 'isOfPromotion'> {
	const [readCode, readMessage] = [code, message].map(valueText) as [string, string];
	const text = [readCode, readMessage, valueText(details)].filter(Boolean).join(' ');
	return { code: readCode, message: readMessage, text };
}

/** The text of the copy engine: `ErrorCode=SftpNetworkIssue,'Type=…,Message=…,Source=…`. */
function readDetail(errorDetail: unknown): Omit<PrintedError, 'isOfPromotion'> {
	const text = valueText(errorDetail);
	const code = /ErrorCode=(\w+)/.exec(text)?.[1] ?? '';
	const start = text.indexOf('Message=');
	const words = start < 0 ? text : text.slice(start + 'Message='.length);
	const message = words.replace(/(?:,Source=|,'+Type=)[^]*/, '');
	return { code, message: message.slice(0, LONGEST_DETAIL), text };
}

/** What to do about an error, by Adobe's code (contract.md, run error codes). */
export function codeHint(code: string): string {
	return code === 'CONNECTOR-3001-500'
		? 'Adobe could not write the data. Run Dataflow Run > Retry. If it fails again, send run ID and code to Adobe support.'
		: (ingestionAdvice(code) ?? '');
}

const RETRY = 'then run Dataflow Run > Retry.';

/**
 * What to do about a failed run, by its cause.
 * @param source source of the dataflow, if known, since the advice differs
 */
export function causeHint(cause: RunCause, source: Source | undefined): string {
	switch (cause) {
		case 'credentials':
			return `The keys of the base connection have expired, or the source refuses them. Write new ones with ${writeCredentials(source)}, if you have not done so already, ${RETRY}`;
		case 'network':
			return `The source did not answer. Check its address and port, and that it allows Adobe's IP addresses, ${RETRY}`;
		case 'path':
			return `File, folder or bucket not found, or this connection has no access to it. Check the path with Base Connection > Explore, ${RETRY}`;
		case 'file':
			return 'The file could not be parsed. Check its format, delimiter, encoding, compression and header row.';
		case 'records':
			return 'Records do not fit the mapping or the schema. Get Failed Records shows which and why.';
		case 'limit':
			return `A quota or limit was exceeded. Ingest fewer or smaller files at once, or wait, ${RETRY}`;
		default:
			return `Check the connection with Base Connection > Test and the file with Base Connection > Explore, ${RETRY}`;
	}
}

export type RunCause =
	| 'credentials'
	| 'network'
	| 'path'
	| 'file'
	| 'records'
	| 'limit'
	| 'unknown';

interface Rule {
	cause: RunCause;
	/** Texts of the copy engine, and codes of Adobe and Amazon (contract.md (g), why a run failed). */
	texts: RegExp;
	/** Whether the texts are about the source. Writing into the dataset uses another network. */
	isOfSource?: true;
}

/**
 * The first matching rule decides. Network comes first, since texts about files quote it. A missing permission comes
 * before refused credentials, since new keys do not help.
 */
const RULES: readonly Rule[] = [
	{
		cause: 'network',
		isOfSource: true,
		texts:
			/SftpNetworkIssue|SftpFailedToConnect|FtpFailedToConnect|FtpFailedToRead|forcibly closed|unable to connect to the remote server|SocketErrorCode|timed ?out|time-?out|did not properly respond|host has failed to respond|no proper response|no such host|unknown ?host|name could not be resolved|connection (?:was |has been )?(?:refused|reset|aborted)|connection attempt failed|network (?:issue|error|is unreachable)|no route to host|RequestTimeout\b|ECONN(?:REFUSED|RESET|ABORTED)|\bENOTFOUND\b|EAI_AGAIN|E(?:HOST|NET)UNREACH|could not resolve|(?:SSL|TLS) (?:connection|handshake)|host key/i,
	},
	{
		cause: 'path',
		isOfSource: true,
		texts:
			/SftpPermissionDenied|AuthorizationPermissionMismatch|permission denied to access|PermanentRedirect|AuthorizationHeaderMalformed|must be addressed using the specified endpoint|not authorized to perform/i,
	},
	{
		cause: 'credentials',
		isOfSource: true,
		texts:
			/SftpAuthenticationFailure|SftpInvalidSftpCredential|authentication fail|AuthenticationFailed|failed to authenticate|\(403\)|ADLSGen2ForbiddenError|'?Forbidden\b|AccessDenied|access denied|InvalidAccessKeyId|access key id you provided|SignatureDoesNotMatch|signature we calculated does not match|ExpiredToken|TokenExpired|InvalidToken\b|token (?:has|is) expired|provided token (?:is|has)|\(401\)|Unauthorized|invalid_grant|login incorrect|not logged in|permission denied \((?:publickey|password|keyboard)|token included in the request|invalid_client|AADSTS70\d+|signature (?:did not match|not valid)/i,
	},
	{
		cause: 'path',
		isOfSource: true,
		texts:
			/FileNotFound|no such file|PathNotFound|BlobNotFound|ContainerNotFound|NoSuchBucket|NoSuchKey|cannot find the file|\(550\)|\(404\)|required blob is missing|(?:file|folder|directory|path|bucket|container|blob|key|object)\b[^.]{0,60}(?:does not exist|not found|cannot be found|could not be found)/i,
	},
	{
		// These words are vague and also appear with refused credentials and missing files, so they come later.
		cause: 'network',
		isOfSource: true,
		texts: /(?:unable|fail(?:ed|ure)|not able) to connect|(?:cannot|can ?not|could not) connect/i,
	},
	{
		cause: 'path',
		texts: /unable to locate any files|no files (?:were |was )?(?:found|uploaded)/i,
	},
	{
		cause: 'limit',
		texts:
			/quota|guardrail|over the \d+ threshold|SlowDown|TooManyRequests|throttl|limit exceeded|exceed(?:s|ed)? (?:the )?(?:maximum|limit)/i,
	},
	{
		cause: 'file',
		texts:
			/DelimitedText|UnsupportedCompression|UserErrorInvalidColumnMapping|found more columns than|ParquetInvalid|JsonInvalid|JsonFormat|InvalidParquet|not a (?:valid )?parquet|INGEST-1401-|row is corrupt|corrupt|malformed|\bencoding\b|unexpected (?:character|token|end)|header row|file (?:is|was) empty|cannot be parsed|could not be parsed/i,
	},
	{
		cause: 'records',
		texts:
			/MAPPER-\d|INGEST-1211-|INGEST-1212-|INGEST-1555-|DCVS-\d|mapper transform|TypeCompatibility|cannot convert|required field|mandatory field|identity|validation error|schema validation/i,
	},
];

/** Errors with these codes are about writing into the dataset, whatever they quote. */
const OF_PROMOTION = /^(?:CONNECTOR-[23]001-|INGEST-|MAPPER-|DCVS-)/;
/** Codes of the promotion with only one meaning (contract.md (g), run error codes). */
const CODES = new Map<string, RunCause>([
	['133', 'path'],
	['INGEST-133-400', 'path'],
	['106', 'file'],
	['118', 'file'],
	['1401', 'file'],
	['100', 'records'],
	['123', 'records'],
]);

/**
 * The cause of a failed run, from its errors. A code alone never means refused credentials, since CONNECTOR-1001-500
 * and 2200 say only that a copy failed.
 * @returns `unknown` if Adobe's own side failed; undefined if no error shows the cause
 */
export function printedCause(errors: readonly PrintedError[]): RunCause | undefined {
	const said = errors.map((error) => ({ ...error, text: withoutNames(error.text) }));
	const isSaid = (words: RegExp) => said.some(({ text }) => words.test(text));
	const isSink = isSaid(/failure happened on 'Sink' side/i);
	if (isSink && !isSaid(/failure happened on 'Source' side/i)) return 'unknown';
	const rule = RULES.find(({ texts, isOfSource }) =>
		said.some((error) => !(isOfSource && isOfPromotion(error)) && texts.test(error.text)),
	);
	if (rule) return rule.cause;
	return errors.map(({ code }) => CODES.get(code)).find((cause) => cause !== undefined);
}

/**
 * Names of files and folders are removed before matching, so that `quotas.csv` does not mean a limit. They are in
 * quotes or after their label. A quote that is followed by a blank or punctuation closes a name.
 */
const NAMES =
	/(['"])(?![\s,.;:])[^'"=,:\n]*[./\\][^'"=,:\n]*(?<!\s)\1|\b(?:folder path|file filter|file ?name|file path|path|key|object):\s*[^\s,;'"]*[./\\][^\s,;'"]*/gi;

function withoutNames(text: string): string {
	return text.replace(NAMES, "''");
}

function isOfPromotion(error: PrintedError): boolean {
	return error.isOfPromotion || OF_PROMOTION.test(error.code);
}

const CAUSES: Record<RunCause, string> = {
	credentials: 'The keys have expired, or the source refuses them',
	network: 'The source could not be reached',
	path: 'The file or folder was not found, or cannot be accessed',
	file: 'A file could not be read',
	records: 'Records do not fit the dataset',
	limit: 'A limit at Adobe was reached',
	unknown: 'The run failed',
};

const LONGEST_SENTENCE = 160;

/** The status of a run and its reason, in one sentence. */
export function reasonOf(run: Omit<FlatRun, 'id' | 'dataflowId'>): string {
	const { status, cause, recordsRead, recordsWritten, recordsFailed } = run;
	switch (status) {
		case 'queued':
			return 'The run has not started yet';
		case 'inProgress':
			return 'The run is in progress';
		case 'failed':
			return withDetail(CAUSES[cause ?? 'unknown'], run);
		case 'partialSuccess': {
			const all = recordsRead === null ? '' : ` of ${recordsRead}`;
			return withDetail(`${recordsFailed ?? 'Some'}${all} records were not ingested`, run);
		}
		default:
			if (isEmpty(run)) return 'There were no new or changed files';
			if (recordsWritten === null) return 'The run succeeded';
			return recordsWritten < (recordsRead ?? 0)
				? `${recordsWritten} of ${recordsRead} records were ingested`
				: 'All records were ingested';
	}
}

/** Whether a run found no files. The newest form of a run then has no count of files. */
export function isEmpty({ files, recordsRead }: Pick<FlatRun, 'files' | 'recordsRead'>): boolean {
	return files === 0 || (files === null && recordsRead === 0);
}

/** Appends Adobe's first sentence. */
function withDetail(what: string, { errors: [first] }: Pick<FlatRun, 'errors'>): string {
	const message = (first?.message ?? '').trim();
	const sentence = message.replace(/(?:(?<=[.!?])\s|[\r\n])[^]*/, '');
	const detail = cut(sentence.replace(/[.:;,\s]+$/, ''), LONGEST_SENTENCE);
	return detail === '' ? what : `${what}: ${detail}`;
}
