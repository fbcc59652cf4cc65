import { generateKeyPairSync } from 'node:crypto';
import {
	ownExpiration,
	problemOf,
	secretsIn,
	type Params,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { withoutOuterSlashes } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/bucket';
import { base64, DAY, openSsh, pem, sasUri } from '../../support/madeUpSecrets';
import { methodOf, paramOf } from './params';

const problemIn = (name: string, value: unknown) =>
	paramOf('sftp', name).problem?.(String(value)) as string | undefined;
const privateKeyProblem = (key: string) => problemIn('privateKeyContent', key);

describe('A private key', () => {
	const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	const whole = Buffer.from(openSsh('ssh-rsa'), 'base64').toString();

	it.each([
		['RSA in PEM', base64(pem(1))],
		['DSA in PEM', base64(pem(1, 'DSA PRIVATE KEY'))],
		['RSA in OpenSSH', openSsh('ssh-rsa')],
		['DSA in OpenSSH', openSsh('ssh-dss')],
		['Ed25519 in OpenSSH', openSsh('ssh-ed25519')],
	])('of the kind %s is good', (_kind, key) => {
		expect(privateKeyProblem(key)).toBeUndefined();
	});

	it.each([
		['as it is', pem(1), /the key itself, and its base64 form/],
		['no base64', 'not base64!', /^it is not base64$/],
		['half a byte of base64', 'abcde', /^it is not base64$/],
		['a public key', base64('ssh-rsa AAAA acme'), /does not decode to a private key$/],
		['a key of PuTTY', base64('PuTTY-User-Key-File-3: ssh-rsa'), /PuTTY \(PPK\)$/],
		[
			'about PuTTY',
			base64('not PuTTY-User-Key-File-3: ssh-rsa'),
			/does not decode to a private key$/,
		],
		['EC', base64(String(ec.export({ type: 'sec1', format: 'pem' }))), /kind "EC PRIVATE KEY"$/],
		[
			'PKCS#8',
			base64(String(ec.export({ type: 'pkcs8', format: 'pem' }))),
			/^it is in PKCS#8 format$/,
		],
		['ECDSA in OpenSSH', openSsh('ecdsa-sha2-nistp256'), /kind "ecdsa-sha2-nistp256"$/],
		[
			'of a kind without a readable name in OpenSSH',
			openSsh('odd kind!'),
			/^it is of another kind$/,
		],
		['another thing in OpenSSH', base64(pem(1, 'OPENSSH PRIVATE KEY')), /cut off or damaged$/],
	])('that is %s is not', (_what, key, problem) => {
		expect(privateKeyProblem(key)).toMatch(problem);
	});

	it.each(['RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'EC PRIVATE KEY'])(
		'without line ends is refused, and nothing of it is quoted: %s',
		(label) => {
			const oneLine = pem(1, label).trim().replace(/\n/g, ' ');
			expect(privateKeyProblem(base64(oneLine))).toBe('its line ends are missing');
			expect(privateKeyProblem(base64(oneLine.replace(/ /g, '')))).toBe(
				'it does not decode to a private key',
			);
		},
	);

	it('in OpenSSH is damaged wherever it is cut off before its kind', () => {
		const body = whole.replace(/-----[^-]*-----|\s/g, '');
		const bytes = Buffer.from(body, 'base64');
		const wrapped = (part: Buffer) =>
			base64(
				`-----BEGIN OPENSSH PRIVATE KEY-----\n${part.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`,
			);
		expect(privateKeyProblem(wrapped(bytes))).toBeUndefined();
		for (let end = 0; end < bytes.length; end++) {
			expect(privateKeyProblem(wrapped(bytes.subarray(0, end)))).toMatch(/cut off or damaged/);
		}
	});

	it.each(['RSA PRIVATE KEY', 'DSA PRIVATE KEY', 'OPENSSH PRIVATE KEY'])(
		'is damaged if its end is missing: %s',
		(label) => {
			const key = Buffer.from(openSsh('ssh-rsa'), 'base64').toString();
			const complete = key.replaceAll('OPENSSH PRIVATE KEY', label).trim();
			expect(privateKeyProblem(base64(`${complete}\n\n`))).toBeUndefined();
			for (const part of [complete.replace(/\n.*$/, ''), complete.slice(0, -8)]) {
				expect(privateKeyProblem(base64(part))).toBe('it is cut off or damaged');
			}
		},
	);

	it.each([
		['RkFLRQ==', true],
		['RkFLRQ', false],
		['RkFLR', false],
		['RkFL=Q==', false],
		['RkFL RQ=', false],
		['ab+/', true],
		['', false],
		['====', false],
	])('%j is base64: %s', (text, expected) => {
		expect(privateKeyProblem(text) !== 'it is not base64').toBe(expected);
	});

	const protectedPem = pem(1).replace('\n', '\nProc-Type: 4,ENCRYPTED\n');
	it.each([
		['OpenSSH with a cipher', openSsh('ssh-rsa', 'aes256-ctr'), true],
		['OpenSSH without', openSsh('ssh-rsa'), false],
		['a damaged one', base64(pem(1, 'OPENSSH PRIVATE KEY')), false],
		['PEM with a cipher', base64(protectedPem), true],
		['PEM without', base64(pem(1)), false],
	])('in %s is protected by a pass phrase: %s', (_form, key, expected) => {
		const problem = methodOf('sftp', 'privateKey').problem?.({ privateKeyContent: key });
		expect(problem !== undefined).toBe(expected);
	});
});

describe('A protected private key', () => {
	const method = methodOf('sftp', 'privateKey');
	it.each<[string, Params, boolean]>([
		['without a pass phrase', { privateKeyContent: openSsh('ssh-rsa', 'aes256-ctr') }, true],
		[
			'with one',
			{ privateKeyContent: openSsh('ssh-rsa', 'aes256-ctr'), passPhrase: 'FAKEphrase' },
			false,
		],
		['that is not protected', { privateKeyContent: openSsh('ssh-rsa') }, false],
	])('%s has a problem', (_what, params, expected) => {
		expect(method.problem?.(params)?.message).toBe(
			expected ? 'Pass Phrase is empty, and the Private Key is protected by one' : undefined,
		);
	});
});

describe('A host', () => {
	it.each(['files.example.com', '192.0.2.7', '2001:db8::7', 'localhost'])('%s is good', (host) => {
		expect(problemIn('host', host)).toBeUndefined();
	});

	it.each([
		['sftp://files.example.com', /is an address/],
		['acme@files.example.com', /contains a user name/],
		['files.example.com:22', /contains a port/],
		['files.example.com/in', /a slash or a space/],
		['\\\\files', /a slash or a space/],
		['files example', /a slash or a space/],
	])('%s is not', (host, problem) => {
		expect(problemIn('host', host)).toMatch(problem);
	});
});

describe('A number', () => {
	it.each([1, 22, 65_535])('%s is a port', (value) => {
		expect(problemIn('port', value)).toBeUndefined();
	});

	it.each([0, 65_536, 2.5, NaN, 'x'])('%s is none', (value) => {
		expect(problemIn('port', value)).toBe('it is not a whole number from 1 to 65535');
	});

	it('without an upper bound may be any', () => {
		expect(problemIn('maxConcurrentConnections', 1_000_000)).toBeUndefined();
		expect(problemIn('maxConcurrentConnections', 0)).toBe('it is not a whole number of 1 or more');
	});
});

it.each([
	['a/b', 'a/b'],
	['/a/b/', 'a/b'],
	['//a//', 'a'],
	['/', ''],
])('The folder %s is written as %s', (path, written) => {
	expect(withoutOuterSlashes(path)).toBe(written);
});

describe('An endpoint of an Azure storage account', () => {
	const hintOf = (source: string, name: string, value: string) => {
		const { settings } = methodOf(source, 'servicePrincipal');
		return settings.find((param) => param.name === name)?.hint?.(value);
	};

	it.each([
		['azureBlob', 'serviceEndpoint', 'https://acme.dfs.core.windows.net', '.blob.'],
		['azureDataLakeGen2', 'url', 'https://acme.blob.core.windows.net/', '.dfs.'],
	])('of %s in %s earns a hint if it is %s', (source, name, value, right) => {
		expect(hintOf(source, name, value)).toContain(`https://acme${right}core.windows.net`);
		expect(hintOf(source, name, value.replace(/\.(blob|dfs)\./, right))).toBeUndefined();
		expect(hintOf(source, name, 'https://storage.example.com')).toBeUndefined();
	});
});

describe('A connection string with a signature in place of a key', () => {
	it('is refused, with the authentication that takes signatures', () => {
		const connectionString =
			'BlobEndpoint=https://acme.blob.core.windows.net/;SharedAccessSignature=sv=2022-11-02&ss=b&sig=FAKE%3D';
		const param = paramOf('azureBlob', 'connectionString');
		expect(problemOf(param, { connectionString })).toEqual({
			message: 'Invalid Connection String: it has a shared access signature and no account key',
			description: expect.stringContaining('Choose Authentication > SAS URI') as string,
		});
	});
});

describe('Of a set of credentials', () => {
	const sas = sasUri(DAY);
	it.each<[string, string, string, Params, string[]]>([
		[
			'a SAS URI',
			'azureBlob',
			'sasUri',
			{ sasUri: sas },
			['bFAKEbsigb%2Bb%2Fb1b', 'bFAKEbsigb+b/b1b'],
		],
		['something else in its place', 'azureBlob', 'sasUri', { sasUri: 'FAKEelse' }, ['FAKEelse']],
		[
			'a connection string',
			'azureBlob',
			'connectionString',
			{ connectionString: 'AccountName=acme; AccountKey = RkFLRQ== ;EndpointSuffix=x' },
			['RkFLRQ=='],
		],
		[
			'a connection string with a signature',
			'azureBlob',
			'connectionString',
			{ connectionString: 'AccountName=acme;SharedAccessSignature=sv=1&sig=FAKE' },
			['sv=1&sig=FAKE'],
		],
		['a password', 'sftp', 'password', { userName: 'acme', password: 'FAKEword' }, ['FAKEword']],
		['nothing', 'sftp', 'password', {}, []],
	])('secrets are identified: %s', (_what, source, method, params, secrets) => {
		expect(secretsIn(methodOf(source, method), params)).toEqual(secrets);
	});

	it('only a SAS URI shows when it expires', () => {
		const end = new URL(sas).searchParams.get('se') ?? '';
		expect(ownExpiration(methodOf('azureBlob', 'sasUri'), { sasUri: sas })).toBe(end);
		expect(ownExpiration(methodOf('azureBlob', 'sasUri'), {})).toBe('');
		expect(ownExpiration(methodOf('azureBlob', 'sasUri'), { sasUri: 'https://a.b/?sig=x' })).toBe(
			'',
		);
		expect(ownExpiration(methodOf('sftp', 'password'), { password: sas })).toBe('');
	});
});

describe('The fields of a source', () => {
	const problem = (source: string, name: string, value: string) =>
		problemOf(paramOf(source, name), { [name]: value });
	const member = 'AccountKey=FAKEfake==';

	it.each([
		`AccountName=acme;${member}`,
		`loose;; AccountName = acme ;${member};EndpointSuffix=x.example`,
	])('take a connection string with whatever stands beside its members: %s', (value) =>
		expect(problem('azureBlob', 'connectionString', value)).toBeUndefined(),
	);

	it.each([
		[`loose;${member}`, 'it has no AccountName'],
		['AccountName=acme;AccountKey=', 'it has no AccountKey'],
		['AccountName=acme;AccountKey=FAKE key!', 'its AccountKey has characters that no key has'],
	])('refuse the connection string %s', (value, found) => {
		expect(problem('azureBlob', 'connectionString', value)?.message).toMatch(found);
	});

	it.each([
		['ab', /fewer than 3 characters/],
		['Acme', /uppercase letters, and bucket names have none/],
		['acme landing', /characters that bucket names cannot have/],
		['gs://acme-landing', /it is an address/],
	])('refuse the Google bucket %s', (value, found) => {
		expect(problem('googleCloudStorage', 'bucketName', value)?.message).toMatch(found);
		expect(problem('googleCloudStorage', 'bucketName', 'acme_landing.eu')).toBeUndefined();
	});

	it('have no advice if there is none', () => {
		const param = { name: 'x', label: 'X', description: '', problem: () => 'it is odd' };
		expect(problemOf(param, { x: 'value' })).toEqual({
			message: 'Invalid X: it is odd',
			description: '',
		});
		expect(problemOf(param, {})).toBeUndefined();
	});
});
