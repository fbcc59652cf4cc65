import { amazonS3 } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import { sftp } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/sftp';
import {
	causeHint,
	codeHint,
	type RunCause,
} from '../../../nodes/AdobeExperiencePlatform/run/cause';
import { flatRun } from '../../../nodes/AdobeExperiencePlatform/run/run';
import { copyFailed } from './failedRuns';

describe('The hint of an error', () => {
	it.each<[cause: RunCause, words: RegExp]>([
		['credentials', /^The keys .* expired.* Write new ones/],
		['network', /^The source did not answer\. .*address and port.*IP addresses/],
		['path', /^File, folder or bucket not found.*Base Connection > Explore/],
		['file', /^The file could not be parsed\. .*format, delimiter, encoding/],
		['records', /^Records do not fit .*Get Failed Records/],
		['limit', /^A quota or limit was exceeded\. .*smaller files/],
		['unknown', /^Check the connection with Base Connection > Test/],
	])('names the next step for the cause %s', (cause, words) => {
		expect(causeHint(cause, undefined)).toMatch(words);
	});

	it.each<[cause: RunCause, isRetried: boolean]>([
		['credentials', true],
		['network', true],
		['path', true],
		['limit', true],
		['unknown', true],
		// The same files would fail again.
		['file', false],
		['records', false],
	])('of the cause %s says whether a retry helps: %s', (cause, isRetried) => {
		expect(causeHint(cause, sftp).endsWith('then run Dataflow Run > Retry.')).toBe(isRetried);
	});

	it.each<[code: string, words: RegExp]>([
		['CONNECTOR-3001-500', /^Adobe could not write .*Retry.*Adobe support/],
		['INGEST-1212-400', /./],
		['MAPPER-3700-400', /./],
		['CONNECTOR-1001-500', /^$/],
		['', /^$/],
	])('follows the code %s, if the code alone says what to do', (code, words) => {
		expect(codeHint(code)).toMatch(words);
	});
});

describe('The hint of a failed run', () => {
	const hint = (words: string, context = {}) => flatRun(copyFailed(words), context).errors[0]?.hint;

	it('follows cause and source', () => {
		expect(hint('ExpiredToken', { source: amazonS3 })).toMatch(
			/Update Session Token, if you have not/,
		);
		expect(hint('SftpAuthenticationFailure', { source: sftp })).toMatch(/Update Credentials,/);
		expect(hint('SftpAuthenticationFailure')).toMatch(/Update Session Token.*Update Credentials/);
		expect(hint('PathNotFound', { source: sftp })).toMatch(/^File, folder or bucket not found/);
		expect(hint('', { cause: 'credentials', source: amazonS3 })).toMatch(/Update Session Token/);
	});

	it.each(['SftpNetworkIssue', 'PathNotFound', 'DelimitedTextX', 'quota', ''])(
		'of a cause that is not the keys does not mention them: %s',
		(words) => expect(hint(words)).not.toMatch(/token|credentials|keys/i),
	);

	it('is given once for all errors of a cause', () => {
		const { errors } = flatRun(copyFailed('ErrorCode=PathNotFound'));
		expect(errors.map((error) => error.hint === '')).toEqual([false, true, true]);
	});
});
