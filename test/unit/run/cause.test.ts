import { type RunCause } from '../../../nodes/AdobeExperiencePlatform/run/cause';
import { flatRun, isCauseOpen, type RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';
import { copyFailed, promotionFailed } from './failedRuns';

describe('The cause of a failed run', () => {
	it.each([
		['credentials', 'ErrorCode=SftpAuthenticationFailure,Message=Meet authentication failure'],
		['credentials', 'ErrorCode=SftpInvalidSftpCredential,Message=Invalid credential'],
		['credentials', 'The remote server returned an error: (403) Forbidden.'],
		['credentials', 'ErrorCode=ADLSGen2ForbiddenError,Message=x'],
		['credentials', "ErrorCode=AdlsGen2OperationFailed,Message=invalid status code 'Forbidden'"],
		['credentials', 'Amazon error code: AccessDenied'],
		['credentials', 'Access Denied'],
		['credentials', 'InvalidAccessKeyId: The AWS Access Key Id you provided does not exist.'],
		['credentials', 'SignatureDoesNotMatch'],
		['credentials', 'ExpiredToken: The provided token has expired.'],
		['network', "ErrorCode=SftpNetworkIssue,SocketErrorCode: 'TimedOut'"],
		['network', 'ErrorCode=SftpFailedToConnectToSftpServer'],
		['network', 'ErrorCode=FtpFailedToConnectToFtpServer'],
		['network', 'ErrorCode=FtpFailedToReadFtpData,Message=227 Entering Passive Mode'],
		['network', 'An existing connection was forcibly closed by the remote host'],
		['network', 'No such host is known'],
		['network', 'Cannot find the file specified. Unable to connect to the remote server'],
		['network', 'Connection timeout'],
		['network', 'connect ECONNREFUSED 192.0.2.7:22'],
		['network', 'Could not resolve host'],
		['network', 'The SSL connection could not be established'],
		['network', 'Cannot connect to the SFTP server'],
		['credentials', 'Failed to connect to the SFTP server: authentication failed'],
		['credentials', 'Permission denied (password).'],
		['credentials', 'The security token included in the request is expired'],
		['credentials', 'invalid_client: the client secret has expired'],
		['path', 'No such file'],
		[
			'path',
			'AccessDenied: x is not authorized to perform: s3:ListBucket (no identity-based policy)',
		],
		['path', 'ErrorCode=UserErrorFileNotFound,Message=Cannot find the file specified.'],
		['path', 'ErrorCode=PathNotFound'],
		['path', 'The server returned (550) File unavailable'],
		['path', 'The required Blob is missing'],
		['path', 'NoSuchBucket'],
		['path', 'NoSuchKey: The specified key does not exist.'],
		['path', 'PermanentRedirect: use the specified endpoint'],
		// Signing in works, so new keys do not help.
		['path', 'ErrorCode=SftpPermissionDenied,Message=Permission denied to access /in'],
		['path', '(403) Forbidden, AuthorizationPermissionMismatch'],
		[
			'file',
			'ErrorCode=DelimitedTextMoreColumnsThanDefined,Message=found more columns than expected',
		],
		['file', 'ErrorCode=DelimitedTextColumnNameNotAllowNull'],
		['file', 'ErrorCode=UnsupportedCompressionTypeWhenDisableChunking'],
		['file', 'ErrorCode=UserErrorInvalidColumnMappingColumnNotFound'],
		['limit', 'SlowDown: Please reduce your request rate.'],
		['limit', 'The quota of the account is used up'],
	])('is %s for the words %s', (cause, words) => {
		const run = flatRun(copyFailed(words));
		expect(run).toMatchObject({ cause, keysRefused: cause === 'credentials' });
		expect(isCauseOpen(copyFailed(words))).toBe(false);
	});

	it.each([
		['file', "ErrorCode=DelimitedTextMoreColumnsThanDefined,Message=Error in source 'quotas.csv'"],
		['file', "ErrorCode=DelimitedTextMoreColumnsThanDefined,Message=Error in 'in/timed out.csv'"],
		['file', 'ErrorCode=DelimitedTextBadQuote,Message=File path: in/Forbidden/access-denied.csv'],
		['path', "ErrorCode=UserErrorFileNotFound,Message=Cannot find 'in/SlowDown/AccessDenied.csv'"],
		[
			'path',
			'Cannot find the file specified. Folder path: forbidden/out/, File filter: time-out.csv',
		],
		['records', "MAPPER-3700-400 in the file 'encoding.json'"],
		// The relevant words are between two names.
		['network', "Server 'sftp1' timed out. It was asked for 'a.csv'"],
		[
			'network',
			"'Type=Some.Exception,Message=Meet issue when connect to server '192.0.2.7', SocketErrorCode: 'x'.",
		],
		['credentials', "The status code of 'https://landing.example/in' was 'Forbidden'"],
	])('is %s, whatever names are quoted: %s', (cause, words) => {
		expect(flatRun(copyFailed(words)).cause).toBe(cause);
	});

	it.each([
		['a file that is called so', "The copy of 'access denied.csv' failed"],
		['a wrapper that says nothing', 'ErrorCode=SftpOperationFail,Message=Operation failed'],
		['another wrapper', 'ErrorCode=UserErrorFailedFileOperation,Message=Failed'],
		['no text', undefined],
	])('stays open for %s', (_what, words) => {
		expect(flatRun(copyFailed(words))).toMatchObject({ cause: 'unknown', keysRefused: false });
		expect(isCauseOpen(copyFailed(words))).toBe(true);
	});

	it.each([
		"ErrorCode=AdlsGen2OperationFailed,Message='Forbidden' Failure happened on 'Sink' side.",
		"Failure happened on 'Sink' side. Unable to connect to the remote server",
	])('is not the customer’s if Adobe’s side failed: %s', (words) => {
		expect(flatRun(copyFailed(words)).cause).toBe('unknown');
		expect(isCauseOpen(copyFailed(words))).toBe(false);
	});

	it.each([
		['records', { code: 'MAPPER-3700-400', message: 'Mapper Transform Error' }],
		['records', { code: 'INGEST-1555-400', message: 'Required' }],
		['records', { code: 'INGEST-1212-400', message: 'Encountered 3 errors in the data.' }],
		['records', { code: '100', message: 'Cannot convert string to float' }],
		['file', { code: 'INGEST-1401-400', message: 'Row is corrupted and cannot be read' }],
		['limit', { code: 'INGEST-1', message: 'Batch ingestion guardrails hit: 26000 files' }],
		['path', { code: '133', message: '' }],
		['file', { code: '118', message: '' }],
		['records', { code: '123', message: '' }],
		// What a record quotes is not an answer of the source.
		['records', { code: 'MAPPER-3700-400', message: 'Value "Access Denied" does not fit' }],
		['unknown', { code: '9', message: 'The lake timed out: (403) Forbidden' }],
	])('of a promotion is %s for %j', (cause, error) => {
		expect(flatRun(promotionFailed(error))).toMatchObject({ cause, keysRefused: false });
		// The copy succeeded with these credentials, so no test is needed.
		expect(isCauseOpen(promotionFailed(error))).toBe(false);
	});

	it.each(['CONNECTOR-1001-500', 'CONNECTOR-2001-500', 'CONNECTOR-3001-500', '2200', '1380'])(
		'is not decided by the code %s alone',
		(code) => {
			const errors = [{ code, message: 'It failed.' }];
			const run = { id: '1', metrics: { statusSummary: { status: 'failed', errors } } };
			expect(flatRun(run).cause).toBe('unknown');
			expect(isCauseOpen(run)).toBe(true);
		},
	);

	it.each(['success', 'inProgress', 'queued', undefined])(
		'is none for a run that is %s',
		(word) => {
			const errors = [{ code: 'X', message: 'AccessDenied' }];
			const run = { id: '1', metrics: { statusSummary: { status: word, errors } } };
			expect(flatRun(run)).toMatchObject({ cause: null, keysRefused: false });
			expect(isCauseOpen(run)).toBe(false);
		},
	);

	it('is not determined by a test if the run was aborted', () => {
		const run = { id: '1', metrics: { statusSummary: { status: 'cancelled' } } };
		expect(isCauseOpen(run)).toBe(false);
	});
});

describe('The cause is found', () => {
	const failedWith = (error: object): RawRun => ({
		id: '1',
		metrics: { statusSummary: { status: 'failed', errors: [error] } },
	});

	it.each<[cause: RunCause, error: object]>([
		['credentials', { code: 'X', message: 'AccessDenied' }],
		// Code and message are separate words.
		['credentials', { code: 'InvalidToken', message: 'Refused' }],
		['network', { code: 'E1', message: 'ENOTFOUND' }],
		['credentials', { code: 'X', message: 'It failed', details: 'AccessDenied' }],
		['path', { code: 'X', message: 'It failed', details: { reason: ['NoSuchKey'] } }],
		['path', { code: 'X', message: { text: 'NoSuchKey' } }],
		['path', { code: 133, message: null, details: null }],
	])('%s in an error of the run itself: %j', (cause, error) => {
		expect(flatRun(failedWith(error)).cause).toBe(cause);
	});

	it('in an error of the copy that the promotion repeats', () => {
		const statusSummary = { status: 'failed', errors: [{ code: 'X', message: 'AccessDenied' }] };
		const activities = ['Copy', 'Promotion'].map((name) => ({ name, statusSummary }));
		const run = { id: '1', metrics: { statusSummary: { status: 'failed' } }, activities };
		expect(flatRun(run)).toMatchObject({ cause: 'credentials', errors: [{ code: 'X' }] });
	});

	it('in another error than the one about writing into the dataset, if the source failed as well', () => {
		const run = copyFailed("Failure happened on 'Sink' side.");
		const [copy] = run.activities as Array<{ statusSummary: { errors: object[] } }>;
		copy?.statusSummary.errors.push({
			code: 'X',
			message: "AccessDenied. Failure happened on 'Source' side.",
		});
		expect(flatRun(run).cause).toBe('credentials');
	});
});

describe('The text of the copy engine becomes an error', () => {
	const errorFor = (errorDetail: unknown) => flatRun(copyFailed(errorDetail)).errors[2];

	it.each<[code: string, message: string, errorDetail: unknown]>([
		[
			'SftpNetworkIssue',
			'Meet issue when connecting, twice.',
			"ErrorCode=SftpNetworkIssue,'Type=Some.Exception,Message=Meet issue when connecting, twice.,Source=Some.Part,'",
		],
		['A1', 'First.', "ErrorCode=A1,Message=First.,''Type=Inner,Message=Second,Source=Other,"],
		['A1', 'First.', "ErrorCode=A1,Message=First.,'Type=Inner\nat line 2"],
		['', 'Only words', 'Only words'],
		['', 'Only words', 'Message=Only words'],
		['', '{"reason":"unknown"}', { reason: 'unknown' }],
	])('with code %j and message %j', (code, message, errorDetail) => {
		expect(errorFor(errorDetail)).toMatchObject({ code, message });
	});

	it('whose message is bounded, and whose cause may come after it', () => {
		const text = `Message=${'long '.repeat(200)}AccessDenied`;
		expect(errorFor(text)?.message).toHaveLength(500);
		expect(flatRun(copyFailed(text)).cause).toBe('credentials');
	});

	it.each([undefined, null, ''])('unless it is %j', (errorDetail) => {
		expect(flatRun(copyFailed(errorDetail)).errors).toHaveLength(2);
	});
});
