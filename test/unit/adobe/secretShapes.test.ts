/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a test, never part of the published package; its secrets are made up */
import fc from 'fast-check';
import { clearShapes } from '../../../nodes/AdobeExperiencePlatform/adobe/secretShapes';

const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYFAKEFAKE12';
const BASE64 = 'FAKEFAKEfake0123456789+/'.repeat(4).slice(0, 86);
const JWT = 'eyJhbGciOiJGQUtFIn0.eyJzdWIiOiJmYWtlIn0.c2lnbmF0dXJlRkFLRQ';

describe('A text is cleared of what looks like a secret of anybody:', () => {
	it.each([
		[
			'a signature in an address',
			'https://acme.blob.core.windows.net/in?sp=rl&sig=AbC%2Bd%3DFAKE&se=2027',
			'https://acme.blob.core.windows.net/in?sp=rl&sig=***&se=2027',
		],
		[
			'a signature in JSON of Java',
			'{\\"uri\\":\\"https://a/in?sp=rl\\u0026sig\\u003dAbC%2Bd%3DFAKE\\u0026se\\u003d2027\\"}',
			'{\\"uri\\":\\"https://a/in?sp=rl&sig=***&se=2027\\"}',
		],
		[
			'an account key in JSON of .NET within JSON',
			'AccountKey=FAKE\\\\u002BFAKEfake01\\\\u003D;X=1',
			'AccountKey=***;X=1',
		],
		[
			'a signature in an encoded address',
			'u=https%3A%2F%2Fa%3Fsig%3DAbC%252BdFAKE%26se%3D1',
			'u=https%3A%2F%2Fa%3Fsig%3D***%26se%3D1',
		],
		[
			'a signature of AWS',
			'GET /x?X-Amz-Signature=0123456789abcdef&a=1',
			'GET /x?X-Amz-Signature=***&a=1',
		],
		['an access key ID', 'The key AKIAFAKEFAKEFAKEFAKE is disabled', 'The key *** is disabled'],
		['a temporary access key ID', '(ASIAFAKEFAKEFAKEFAKE)', '(***)'],
		['an HMAC access ID', 'id GOOG1EFAKEFAKEFAKEFAKEFAKEFAKE!', 'id ***!'],
		['a secret key by its name', `secretAccessKey=${KEY}`, 'secretAccessKey=***'],
		[
			'a secret key after its name',
			`The secret key ${KEY} is wrong`,
			'The secret key *** is wrong',
		],
		['a secret key beside its ID', `AKIAFAKEFAKEFAKEFAKE:${KEY}`, '***:***'],
		['a session token', 'token FwoGZXIvYXdzEFAKE+/fake==, expired', 'token ***, expired'],
		['a newer session token', 'IQoJb3JpZ2luX2VjEFAKE expired', '*** expired'],
		[
			'an account key',
			`AccountName=acme;AccountKey=${BASE64}==;X=1`,
			'AccountName=acme;AccountKey=***;X=1',
		],
		['an account key alone', `bad key ${BASE64}==`, 'bad key ***'],
		[
			'a key of a namespace',
			'SharedAccessKeyName=Root;SharedAccessKey=FAKEfake01=',
			'SharedAccessKeyName=Root;SharedAccessKey=***',
		],
		['a bearer token', 'Authorization: Bearer fake.token-0123456789', 'Authorization: Bearer ***'],
		['basic credentials', 'Basic YWNtZTpmYWtlZmFrZQ==', 'Basic ***'],
		[
			'basic credentials of few characters',
			'Authorization: Basic YTpi1w==',
			'Authorization: Basic ***',
		],
		['an account key of a source', 'sourceAccountKey=FAKEfake01', 'sourceAccountKey=***'],
		['a password of a variable', 'PGPASSWORD=fake', 'PGPASSWORD=***'],
		[
			'a password with an @ in an address',
			'sftp://acme:fa@ke@files.example.com/in',
			'sftp://acme:***@files.example.com/in',
		],
		[
			'a session token of XML',
			'<SessionToken>fakefake</SessionToken>',
			'<SessionToken>***</SessionToken>',
		],
		['a JSON web token', `got ${JWT} back`, 'got *** back'],
		[
			'a private key',
			'-----BEGIN RSA PRIVATE KEY-----\nFAKE\n-----END RSA PRIVATE KEY----- end',
			'*** end',
		],
		['a private key that was cut', 'x -----BEGIN OPENSSH PRIVATE KEY-----\\nFAKE', 'x ***'],
		['base64 of a private key', 'k=LS0tLS1CRUdJTiBGQUtF.', 'k=***.'],
		[
			'a password in an address',
			'sftp://acme:pa55word@files.example.com/in',
			'sftp://acme:***@files.example.com/in',
		],
		['a password of a list', 'user=acme;password=landing;x', 'user=acme;password=***;x'],
		['a password of JSON', '{"password":"landing","a":1}', '{"password":"***","a":1}'],
		['a password of JSON in JSON', '{\\"password\\":\\"landing\\"}', '{\\"password\\":\\"***\\"}'],
		['a password in quotes', "password 'landing zone' was refused", "password '***' was refused"],
		['a password after a colon', 'Password: fake-0123!', 'Password: ***'],
		['a client secret of Entra', 'secret abc8Q~fakefakefakefakefakefakefakefake', 'secret ***'],
		["a client secret of Adobe's", 'p8e-Fake0Client0Secret0', '***'],
		[
			'a client secret by its name',
			'"client_secret": "fake0123456789fake"',
			'"client_secret": "***"',
		],
	])('%s', (_what, text, clear) => {
		expect(clearShapes(text)).toBe(clear);
	});

	it.each([
		'landing zone',
		'1700d77b-0000-0200-0000-5e3b41a10000',
		'"1700d77b-0000-0200-0000-5e3b41a10000"',
		'4cb0c374-d3bb-4557-b139-5712880adc55',
		'0123456789ABCDEF01234567@AdobeOrg',
		'acme@example.com',
		'https://ns.adobe.com/acme/schemas/5f3c3cedb2805c194ff0b69a5f3c3cedb2805c194ff0b69a',
		'application/vnd.adobe.xed-full+json;version=1',
		'https://files.example.com:8443/in/a@b.csv',
		'/acme-landing/keys/2026/11/28/customers_tokens.csv.gz',
		'/in/d41d8cd98f00b204e9800998ecf8427e.csv',
		'/key/da39a3ee5e6b4b0d3255bfef95601890afd80709.json',
		'key e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		'2026-11-28T12:00:00.000Z',
		'The session token has expired: write new keys with Update Session Token',
		'The access key is empty, and the secret key does not belong to it',
		'Password: must have 8 characters',
		'The param "password" is missing. Fill in "userName"',
		'{"password":null}',
		'Basic Authentication for google-cloud',
		'SSH PublicKey Authentication for sftp',
		'Bearer authentication is required here',
		'primary key: customerId, foreign key=orderId',
		'design=abcdefghij&assign=0123456789',
		'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=\u2026',
		'https://acme.blob.core.windows.net/landing?sp=rl&se=\u2026&sig=\u2026',
		'arn:aws:iam::123456789012:role/acme-landing-reader-of-experience-platform',
		'ASIA_PACIFIC_CUSTOMERS_2026.csv',
		'CONNECTOR-1001-500: Error from flow provider. AWS Error Code: PermanentRedirect',
		'secret/FolderOf/CustomersAndOrders/In/November26x',
		'Invalid token: expected a comma at line 12',
		'validToken=loyalty2026',
		'https://files.example.com:8443/in and acme@example.com',
		'continuationToken=…',
		'The signature of the file is wrong',
		'the key "a\\u0026b\\u003d1" of a file',
	])('%s stays', (text) => {
		expect(clearShapes(text)).toBe(text);
		expect(clearShapes(`${text} ${'and more '.repeat(12)}`)).toContain(text);
	});

	it('and clears nothing twice', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.string(),
						fc.constantFrom(
							`sig=${KEY}`,
							'password=',
							'"',
							JWT,
							KEY,
							'AKIAFAKEFAKEFAKEFAKE',
							'://a:b@',
						),
					),
				),
				(parts) => {
					const clear = clearShapes(parts.join(' '));
					expect(clearShapes(clear)).toBe(clear);
				},
			),
		);
	});
});

it.each([
	'Send it as bearer abcdefghijklmnopqrst, please',
	'Send it as bearer 12345678901234567890, please',
	`The key ${'x'.repeat(40)} is a word`,
	'The secret key: verylongwordwithoutcapitals',
])('A word stays, however long it is if a secret may stand: %s', (text) => {
	expect(clearShapes(text)).toBe(text);
});
