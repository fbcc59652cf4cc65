import fc from 'fast-check';
import {
	problemOf,
	type Credential,
	sources,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import {
	pastedProblem,
	type ValueKind,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/pasted';
import { findLeaks } from '../../support/leaks';
import { base64, openSsh, pem, sasUri } from '../../support/madeUpSecrets';

const text = (pattern: RegExp) => fc.stringMatching(pattern);
const secret40 = text(/^[a-z][A-Za-z0-9/+]{39}$/);
const base64Text = fc
	.uint8Array({ minLength: 24, maxLength: 400 })
	.map((bytes) => Buffer.from(bytes).toString('base64'));
const password = text(/^[A-Za-z0-9!#$%&()+,./:;?@^_~ äöü€-]{8,30}$/);
const uuid = fc.uuid();

/** Good values of every credential, by Adobe's name. */
const GOOD: Record<string, fc.Arbitrary<string>> = {
	s3AccessKey: text(/^(AKIA|ASIA)[A-Z2-7]{16}$/),
	s3SecretKey: secret40,
	s3SessionToken: base64Text.map((token) => `FwoGZXIvYXdz${token}`),
	accessKeyId: text(/^GOOG1E[A-Z0-9]{55}$/),
	secretAccessKey: secret40,
	accessKey: text(/^[0-9a-f]{40}$/),
	secretKey: base64Text,
	servicePrincipalKey: text(/^[A-Za-z0-9]{3}8Q~[A-Za-z0-9._~-]{34}$/),
	servicePrincipalId: uuid,
	tenant: fc.oneof(uuid, fc.constant('acme.onmicrosoft.com')),
	connectionString: base64Text.map(
		(key) =>
			`DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${key};EndpointSuffix=core.windows.net`,
	),
	sasUri: fc.nat(20).map((number) => sasUri(86_400_000, number)),
	privateKeyContent: fc.constantFrom(base64(pem(1)), openSsh('ssh-ed25519')),
	password,
	passPhrase: password,
	userName: text(/^[A-Za-z0-9._@\\-]{1,30}$/),
};

const credentials: Credential[] = sources.flatMap(({ methods }) =>
	methods.flatMap((method) => [...method.credentials]),
);
const NAMES = [...new Set(credentials.map(({ name }) => name))];
const credential = (name: string) => credentials.find((one) => one.name === name) as Credential;
const problem = (name: string, value: string) => problemOf(credential(name), { [name]: value });

/** How a value arrives that somebody copied from somewhere else. */
type Wrap = [what: string, wrap: (value: string) => string];
const ANY: Wrap[] = [
	['in quotes', (value) => `"${value}"`],
	['in single quotes', (value) => `'${value}'`],
	['in backticks', (value) => `\`${value}\``],
	['in curly quotes', (value) => `\u201c${value}\u201d`],
	['with a zero-width space', (value) => `${value.slice(0, 4)}\u200b${value.slice(4)}`],
	['with a byte order mark within', (value) => `${value.slice(0, 4)}\ufeff${value.slice(4)}`],
	['as undefined', () => 'undefined'],
	['as null', () => 'null'],
	['as NaN', () => 'NaN'],
	['as an object', () => '[object Object]'],
	['as an expression', () => '{{ $json.value }}'],
	['as an expression with its sign', () => '={{ $json.value }}'],
	['as a variable', () => '${VALUE}'],
	["as a placeholder of Adobe's", () => '{SECRET_VALUE}'],
];
const SECRET: Wrap[] = [
	['as None', () => 'None'],
	['with a line break within', (value) => `${value.slice(0, 4)}\r\n${value.slice(4)}`],
	['with a non-breaking space within', (value) => `${value.slice(0, 4)}\u00a0${value.slice(4)}`],
	['masked', () => '********'],
	['masked but for its end', (value) => `****${value.slice(-4)}`],
	['as this node shows it', () => '***'],
	['as a log shows it', () => '[REDACTED]'],
	['masked with bullets', () => '\u2022'.repeat(8)],
	['of a profile', (value) => `export APP_SECRET="${value}"`],
	['of PowerShell', (value) => `$env:APP_SECRET = "${value}"`],
	['of a command prompt', (value) => `set APP_SECRET=${value}`],
	['of an environment file', (value) => `APP_SECRET_KEY=${value}`],
	['as an object of JSON', (value) => `{"SecretAccessKey":"${value}"}`],
];
const MACHINE_MADE: Wrap[] = [
	['with a space within', (value) => `${value.slice(0, 4)} ${value.slice(4)}`],
	['of an INI file', (value) => `aws_secret_access_key = ${value}`],
	['of a profile of AWS', (value) => `[default]\naws_access_key_id = ${value}`],
	['of a YAML file', (value) => `secretAccessKey: ${value}`],
	['of a line of JSON', (value) => `"SecretAccessKey": "${value}",`],
	['of XML', (value) => `<SecretAccessKey>${value}</SecretAccessKey>`],
	['with one quote', (value) => `${value}"`],
];
const NOT_BASE64: Wrap[] = [
	['with the percent sign of a shell', (value) => `${value}%`],
	['with an HTML entity', (value) => `${value}&amp;x`],
	['with a backslash', (value) => `${value.slice(0, 4)}\\/${value.slice(4)}`],
];
const KEYS: Wrap[] = [
	['percent-encoded', (value) => `${value.slice(0, 4)}%2B${value.slice(4)}`],
	['with a comma', (value) => `${value},`],
	[
		'as the file of a service account',
		(value) => `{\n "type": "service_account",\n "private_key": "${value}"\n}`,
	],
	['as an address', () => 'https://acme.example/key'],
	['in bold of a chat', (value) => `*${value}*`],
	['in brackets', (value) => `(${value})`],
	['in square brackets', (value) => `[${value}]`],
	['in angle brackets', (value) => `<${value}>`],
	['with the dots of a cut text', (value) => `${value.replaceAll('~', '').slice(0, 12)}...`],
	['with an equals sign before it', (value) => `=${value}`],
	['as a word for what is still to come', () => 'changeme'],
	['as a flag', () => 'true'],
];

const BY_KIND: Record<ValueKind, Wrap[]> = {
	text: ANY,
	password: [...ANY, ...SECRET],
	// Base64 is broken into lines by what makes it, and spaces are taken out of it.
	base64: [
		...ANY,
		...SECRET.filter(([what]) => !what.startsWith('with a')),
		...MACHINE_MADE.slice(1),
	],
	address: [...ANY, ...SECRET, ...MACHINE_MADE, ...NOT_BASE64],
	connectionString: [
		...ANY,
		...SECRET,
		...MACHINE_MADE.slice(1),
		...NOT_BASE64,
		...KEYS.slice(0, 1),
	],
	key: [...ANY, ...SECRET, ...MACHINE_MADE, ...NOT_BASE64, ...KEYS],
};

describe.each(NAMES)('A good value of %s', (name) => {
	const good = GOOD[name] as fc.Arbitrary<string>;
	const { kind = 'text', isSecret } = credential(name);

	it('is taken', () => {
		fc.assert(fc.property(good, (value) => expect(problem(name, value)).toBeUndefined()));
	});

	it('is refused, with what to do and without a word of it, however it is wrapped', () => {
		// A value that somebody thought up says nothing of its kind.
		expect(isSecret ? kind : 'key').not.toBe('text');
		fc.assert(
			fc.property(good, fc.constantFrom(...BY_KIND[kind]), (value, [what, wrap]) => {
				const found = problem(name, wrap(value));
				expect([what, found?.message]).toEqual([what, expect.stringMatching(/^(Invalid|The) /)]);
				expect(found?.description).toMatch(/^[A-Z].{15}/);
				if (isSecret && value.length >= 8) expect(findLeaks({ found }, [value])).toEqual([]);
			}),
			{ numRuns: 400 },
		);
	});
});

describe('Keys that are swapped', () => {
	it.each([
		['s3SecretKey', 's3AccessKey', 'S3 Access Key: it has the form of a secret key'],
		['s3AccessKey', 's3SecretKey', 'S3 Secret Key: it has the form of an access key ID'],
		['s3AccessKey', 's3SessionToken', 'S3 Session Token: it has the form of an access key ID'],
		['s3SecretKey', 's3SessionToken', 'S3 Session Token: it has the form of a secret key'],
		['s3SessionToken', 's3AccessKey', 'S3 Access Key: it has the form of a session token'],
		['secretAccessKey', 'accessKeyId', 'Access Key ID: it has the form of a secret key'],
		['accessKeyId', 'secretAccessKey', 'Secret Access Key: it has the form of an access key ID'],
		['accessKey', 'secretKey', 'Secret Key: it has the form of an access key'],
		['servicePrincipalId', 'servicePrincipalKey', 'it is the ID of a client secret'],
	])('are refused: %s as %s', (of, as, message) => {
		fc.assert(
			fc.property(GOOD[of] as fc.Arbitrary<string>, (value) => {
				expect(problem(as, value)?.message).toContain(message);
			}),
		);
	});
});

describe('An access key ID', () => {
	const id = GOOD.s3AccessKey as fc.Arbitrary<string>;
	it('with its secret or with other signs beside it is refused', () => {
		const beside = fc.constantFrom<(id: string, secret: string) => string>(
			(one, secret) => `${one},${secret}`,
			(one, secret) => `${one}:${secret}`,
			(one, secret) => `${one};${secret}`,
			(one, secret) => `${secret}:${one}`,
			(one) => `${one}.`,
			(one) => `.${one}`,
			(one) => `@${one}`,
		);
		fc.assert(
			fc.property(id, secret40, beside, (one, secret, join) => {
				expect(problem('s3AccessKey', join(one, secret))?.message).toMatch(
					/^Invalid S3 Access Key/,
				);
			}),
		);
	});

	it('of a user or a role is none of a key', () => {
		for (const other of ['AIDAFAKEFAKEFAKEFAKE1', 'AROAFAKEFAKEFAKEFAKE1']) {
			expect(problem('s3AccessKey', other)?.message).toContain('user or role');
		}
	});
});

it('A session token is no secret key', () => {
	const token = `IQoJb3JpZ2lu${'FAKEfake'.repeat(20)}`;
	expect(problem('s3SecretKey', token)?.message).toContain('form of a session token');
});

describe('What people call things stays:', () => {
	it.each<[ValueKind, string]>([
		['password', 'set the table'],
		['password', 'pass word: no'],
		['password', 'Nullable'],
		['password', '"Hi" he said'],
		['password', '50%'],
		['password', 'a=b&amp;c'],
		['password', '$ecret'],
		['password', '$kX7=pQ!2'],
		['password', 'let me=in'],
		['password', 'set me=free'],
		['password', 'a***b'],
		['password', '{brace'],
		['password', "it's"],
		['text', 'None'],
		['text', 'in/2026-11/ä b'],
		['text', 'export data=2026'],
		['text', 'a\u200cb'],
		['text', 'customer "A"/in'],
		['key', 'minio_admin-1'],
		['key', 'x'],
	])('%s %j', (kind, value) => {
		expect(pastedProblem(value, kind)).toBeUndefined();
	});
});
