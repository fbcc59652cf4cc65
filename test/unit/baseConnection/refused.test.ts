import { exploreConnection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/explore.operation';
import { whyUnreadable } from '../../../nodes/AdobeExperiencePlatform/baseConnection/refused';
import { Failure, asFailure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { sources } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { answer, clientOf, fakeService } from '../fakeExecution';

const root = { objectType: 'root' } as const;
const folder = { objectType: 'folder', object: '/a/b' } as const;

/** A connection whose source refuses to list its files with these words. */
function refusing(words: string, test: Outcome, connection: Outcome = s3()) {
	const { http, calls } = fakeService(({ length, ...all }) => {
		const { path } = Object.values(all)[length - 1] as { path: string };
		if (path.endsWith('/test')) return test;
		if (!path.endsWith('/explore')) return connection;
		return answer(400, {
			type: 'https://ns.adobe.com/aep/errors/FLOW-1308-400',
			report: { 'detailed-message': `Error message: ${words}`, 'request-id': 'r-1' },
		});
	});
	return { ...clientOf(http), asked: () => calls.map(({ path }) => path.replace(/.*\/1\b/, '')) };
}

function connectionOf(value: string, method: string): Outcome {
	const source = sources.find((one) => one.value === value);
	const { specName } = source?.methods.find((one) => one.value === method) ?? {};
	return answer(200, {
		items: [{ id: '1', connectionSpec: { id: source?.specId }, auth: { specName } }],
	});
}
const s3 = () => connectionOf('amazonS3', 'accessKey');
const sftp = () => connectionOf('sftp', 'password');
const works = answer(200, { result: true });
const fails = answer(200, { result: false });

const explore = async (
	{ client }: ReturnType<typeof refusing>,
	target: typeof root | typeof folder = folder,
) => {
	const failure = await exploreConnection(client, '1', target).catch(asFailure);
	if (!(failure instanceof Failure)) throw new Error('The source has refused nothing');
	return failure;
};

const TOKEN = 'Write new ones with Base Connection > Update Session Token.';
const CREDENTIALS = 'Write new ones with Base Connection > Update Credentials.';
const EXPIRED = 'The keys of this connection have expired or are invalid';
const DENIED = 'The source denies access with the keys of this connection';
const REFUSED = 'The source does not accept the keys of this connection';

describe('A refusal by the source', () => {
	it.each([
		['ExpiredToken: The provided token has expired.', EXPIRED],
		[
			'InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.',
			REFUSED,
		],
		['SignatureDoesNotMatch', REFUSED],
	])('names the keys and the one operation for its source: %s', async (words, message) => {
		for (const [connection, step, other] of [
			[s3(), TOKEN, 'Update Credentials'],
			[sftp(), CREDENTIALS, 'Update Session Token'],
		] as const) {
			const service = refusing(words, works, connection);
			const failure = await explore(service);
			expect(failure.message).toBe(message);
			expect(failure.description).toContain(step);
			expect(failure.description).not.toContain(other);
			expect(failure.description).toContain('Request ID: r-1.');
			expect(service.asked()).toEqual(['/explore', '']);
		}
	});

	it.each([
		['Access Denied (Status Code: 403)', DENIED, 'denied'],
		['something else', REFUSED, 'credentials'],
	])(
		'that names no cause is one of the keys if the test fails: %s',
		async (words, title, cause) => {
			const service = refusing(words, fails);
			const { message, description, sourceCause } = await explore(service);
			expect([message, sourceCause]).toEqual([title, cause]);
			expect(description).toContain(TOKEN.slice(0, -1));
			expect(description).toContain(`Adobe says: "Error message: ${words}."`);
			expect(service.asked()).toEqual(['/explore', '/test', '']);
		},
	);

	it.each(['Access Denied (Status Code: 403)', 'something else'])(
		'that names no cause is one of the path if the test passes: %s',
		async (words) => {
			const service = refusing(words, works);
			const { message, description } = await explore(service);
			expect(message).toBe('File or folder not found, or not open to the keys of this connection');
			expect(description).toMatch(
				/^The keys work. Check the path, and that they may read it. Adobe/,
			);
			expect(service.asked()).toEqual(['/explore', '/test']);
		},
	);

	it('is one of the bucket if the keys work and no path was given', async () => {
		const { message, description } = await explore(refusing('Access Denied', works), root);
		expect(message).toBe('The keys of this connection may not list its files');
		expect(description).toContain(
			'Use Base Connection > Update to set the bucket and folder that they may read',
		);
	});

	it('keeps its words if the connection cannot be tested or read', async () => {
		const untested = refusing('something else', answer(422));
		expect((await explore(untested)).message).toBe('The source refuses the connection or the path');
		const unread = refusing('ExpiredToken', works, answer(422));
		const { message, description } = await explore(unread);
		expect(message).toBe(EXPIRED);
		expect(description).toContain('Update Session Token (Amazon S3) or');
	});

	it.each([
		'The specified key does not exist',
		'PermanentRedirect',
		'SftpNetworkIssue',
		'ParquetInvalid',
	])('that names another cause asks nothing more: %s', async (words) => {
		const service = refusing(words, fails);
		const { message } = await explore(service);
		expect(message).not.toMatch(/keys/);
		expect(service.asked()).toEqual(['/explore']);
	});
});

describe('Why a connection cannot be read', () => {
	const why = async (words: string) => {
		const { client } = refusing(words, fails);
		return await whyUnreadable(client, '1', undefined);
	};

	it.each([
		['ExpiredToken', EXPIRED, true],
		['Access Denied', DENIED, true],
		['something else', REFUSED, true],
		['ParquetInvalid', REFUSED, true],
		['SftpNetworkIssue', 'Adobe cannot reach the source', false],
		['NoSuchBucket', 'File or folder not found', false],
		['PermanentRedirect', 'The bucket is in another region', false],
	])('is explained by the words of its source: %s', async (words, message, isOfKeys) => {
		expect(await why(words)).toMatchObject({ message, isOfKeys });
	});

	it('is the role of Experience Platform if there are no keys', async () => {
		const { client } = refusing('Access Denied', fails);
		const connection = {
			id: '1',
			connectionSpec: { id: sources[0].specId },
			auth: { specName: 'IAMRole Based' },
		};
		const { message, description } = await whyUnreadable(client, '1', connection);
		expect(message).toBe('The source does not accept the role of Experience Platform');
		expect(description).toContain('bucket policy');
	});
});
