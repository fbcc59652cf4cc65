import type { Problem } from './failure';

/** Why Adobe could not read from a source. */
export type SourceCause =
	| 'region'
	| 'expired'
	| 'network'
	| 'path'
	| 'credentials'
	| 'denied'
	| 'file';

/** What went wrong with a request, and the cause if the source refused Adobe. */
export interface Explanation extends Problem {
	sourceCause?: SourceCause;
}

/**
 * Texts of the sources and of the engine that copies from them (contract.md, causes of failed runs). The order
 * decides: a network text may contain one about a path, and Amazon says that a key "does not exist".
 */
const causes: ReadonlyArray<[cause: SourceCause, words: RegExp]> = [
	[
		'region',
		/PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|must be addressed/i,
	],
	[
		'expired',
		/ExpiredToken|TokenRefreshRequired|\b(token|keys?|signature|credentials?)\b[^.]{0,40}\bexpired/i,
	],
	[
		'network',
		/NetworkIssue|FailedToConnect|FtpFailedToReadFtpData|forcibly closed|Unable to connect|TimedOut|timed? ?out|actively refused|could not be resolved|No such host/i,
	],
	[
		'credentials',
		/InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|AuthenticationFailed|SftpInvalidSftpCredential|InvalidCredential|wrong password|authentication fail/i,
	],
	[
		'path',
		/NoSuchKey|NoSuchBucket|FileNotFound|PathNotFound|BlobNotFound|ContainerNotFound|\(550\)|(specified|requested|required) \w+ (is missing|does not exist)|does not exist|no such file|cannot find the (file|path)|(file|path|folder|bucket|key|object) (was |is |could )?not (be )?found/i,
	],
	[
		'denied',
		/Access ?Denied|Forbidden|PermissionDenied|Permission denied|AuthorizationPermissionMismatch|Status Code: 403/i,
	],
	[
		'file',
		/DelimitedText|ParquetInvalid|UnsupportedCompression|InvalidColumnMapping|cannot be parsed|could not be parsed|not a valid (file|parquet|json|csv)/i,
	],
];

const NEW_KEYS =
	'Write new ones with Base Connection > Update Session Token, or Update Credentials for other sources.';

const problems: Record<SourceCause, Problem> = {
	region: {
		message: 'The bucket is in another region',
		description:
			'Use Base Connection > Update to set Service URL to the region of the bucket, such as https://s3.eu-west-1.amazonaws.com.',
	},
	expired: {
		message: 'The keys of this connection have expired or are invalid',
		description: NEW_KEYS,
	},
	network: {
		message: 'Adobe cannot reach the source',
		description:
			'Check host, port and firewall of the source, and that its allow list has the IP addresses of Adobe.',
	},
	path: {
		message: 'File or folder not found',
		description:
			'Check the path: bucket, folders, spelling, and upper and lower case. Or choose it from the list.',
	},
	credentials: {
		message: 'The source does not accept the keys of this connection',
		description: `They have expired or are invalid. ${NEW_KEYS}`,
	},
	denied: {
		message: 'The source denies access',
		description:
			'The keys may not read this path, or they have expired or are invalid, or the path does not exist. Check the path, and the keys with Base Connection > Test. Write new ones with Update Session Token or Update Credentials.',
	},
	file: {
		message: 'The file cannot be read in this format',
		description: 'Check format, delimiter, encoding and compression.',
	},
};

const UNKNOWN: Problem = {
	message: 'The source refuses the connection or the path',
	description:
		'Either its keys have expired or are invalid, or they may not read this path, or the path does not exist. Check the path, and the keys with Base Connection > Test. Write new ones with Update Session Token or Update Credentials.',
};

/** What to do about a refusal by the source. */
export function problemOfCause(cause: SourceCause | undefined): Problem {
	return cause ? problems[cause] : UNKNOWN;
}

/** The same by the source's own words, which may name no cause. */
export function sourceProblem(text = ''): Explanation {
	const sourceCause = causes.find(([, words]) => words.test(text))?.[0];
	return { ...problemOfCause(sourceCause), ...(sourceCause && { sourceCause }) };
}
