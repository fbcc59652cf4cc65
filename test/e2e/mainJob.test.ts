/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a development tool that is never part of the published package */
import type { JournalEntry } from '../../local/adobe';
import { demoCredential, freshKeysOf, readExample } from '../../local/demo';
import type { CredentialEntry } from '../../local/n8n/entries';
import { errorOf, type Execution, itemsOf } from '../../local/n8n/runData';
import { CREATE_NODE, REFRESH_NODE } from '../../local/report';
import { type Lab, openLab } from './support/lab';
import { findLeaks } from '../support/leaks';
import { MISSING } from '../support/madeUp';
import { allTraces } from './support/traces';
import { variant, withCredential } from './support/workflows';

const example = readExample('create-then-refresh.json');
const fresh = freshKeysOf(example);
const WRONG = { id: 'wrongSecret', name: 'Adobe credential with a wrong secret' };
const WRONG_SECRET = 'p8e-Vq7Lx2mZ9wTn4RkB6yHsD3';
const missing = { __rl: true, mode: 'id', value: MISSING };
const keysOfCredential = { s3KeySource: 'credential' };
const CONNECTIONS = '/data/foundation/flowservice/connections';

let lab: Lab;

beforeAll(async () => {
	lab = await openLab({
		credentials: (adobe) => [withWrongSecret(demoCredential(adobe))],
		workflows: () => [
			example,
			withCredential(variant(example, 'wrongSecret', {}), WRONG),
			variant(example, 'missing', {
				[REFRESH_NODE]: { connectionId: missing, ...keysOfCredential },
			}),
			variant(example, 'fromCredential', { [REFRESH_NODE]: keysOfCredential }),
			variant(example, 'refusedByService', {
				[REFRESH_NODE]: { ...keysOfCredential, options: { etag: '"stale"' } },
			}),
		],
	});
});

afterAll(async () => await lab?.close());

function withWrongSecret(credential: CredentialEntry): CredentialEntry {
	return { ...credential, ...WRONG, data: { ...credential.data, clientSecret: WRONG_SECRET } };
}

/** The requests to Flow Service. */
const calls = (): JournalEntry[] =>
	lab.adobe.journal.filter(({ path }) => path !== '/ims/token/v3');

const tokensAsked = (): JournalEntry[] =>
	lab.adobe.journal.filter(({ path }) => path === '/ims/token/v3');

const bearer = (): string[] => [
	...new Set(calls().map(({ headers }) => String(headers.authorization).replace('Bearer ', ''))),
];

describe('the example workflow in a real n8n', () => {
	let execution: Execution;
	let created: Record<string, unknown>;
	let refreshed: Record<string, unknown>;

	beforeAll(async () => {
		execution = await lab.n8n.execute(example.id);
		created = itemsOf(execution, CREATE_NODE)[0]?.json ?? {};
		refreshed = itemsOf(execution, REFRESH_NODE)[0]?.json ?? {};
	});

	it('succeeds', () => {
		expect(execution.data.resultData.error).toBeUndefined();
		expect(execution.status).toBe('success');
	});

	it('asks IMS for one token, with a form', () => {
		expect(tokensAsked()).toHaveLength(1);
		const [{ method, headers, body, query } = {} as JournalEntry] = tokensAsked();
		const { clientId, clientSecret, scopes } = lab.adobe.demo;
		expect(method).toBe('POST');
		expect(query).toBe('');
		expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
		expect(body).toEqual({
			client_id: clientId,
			client_secret: clientSecret,
			grant_type: 'client_credentials',
			scope: scopes,
		});
	});

	it('makes three requests: create, read, write', () => {
		const id = String(created.id);
		expect(calls().map(({ method, path, query }) => `${method} ${path}${query}`)).toEqual([
			`POST ${CONNECTIONS}`,
			`GET ${CONNECTIONS}/${id}`,
			`PATCH ${CONNECTIONS}/${id}`,
		]);
	});

	it('sends the four Adobe headers with each of them, and a content type with each body', () => {
		const { clientId, organizationId, sandboxName } = lab.adobe.demo;
		for (const { method, headers } of calls()) {
			expect(headers.authorization).toMatch(/^Bearer \S+$/);
			expect(headers).toMatchObject({
				'x-api-key': clientId,
				'x-gw-ims-org-id': organizationId,
				'x-sandbox-name': sandboxName,
			});
			if (method !== 'GET') expect(headers['content-type']).toBe('application/json');
		}
		expect(bearer()).toHaveLength(1);
	});

	it('creates with the keys of the credential, and sends no empty parameter', () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = lab.adobe.demo;
		expect(calls()[0]?.body).toEqual({
			name: 'Amazon S3 base connection',
			description: 'Made by the n8n example: create, then refresh',
			auth: { specName: 'Access Key', params: { s3AccessKey, s3SecretKey, s3SessionToken } },
			connectionSpec: { id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b', version: '1.0' },
		});
	});

	it('writes all three keys in one JSON Patch, under the etag as it was read', () => {
		const [, , patch] = calls();
		expect(created.etag).toMatch(/^".+"$/);
		expect(patch?.headers['if-match']).toBe(created.etag);
		const path = (key: string) => `/auth/params/${key}`;
		expect(patch?.body).toEqual([
			{ op: expect.any(String), path: path('s3AccessKey'), value: fresh.accessKey },
			{ op: expect.any(String), path: path('s3SecretKey'), value: fresh.secretKey },
			// `add` is right whether or not there was a token before.
			{ op: 'add', path: path('s3SessionToken'), value: fresh.sessionToken },
		]);
	});

	it('leaves the service with the new keys and nothing else changed', () => {
		expect(lab.adobe.connections()).toHaveLength(1);
		const stored = lab.adobe.connection(String(created.id));
		expect(stored?.auth).toEqual({
			specName: 'Access Key',
			params: {
				s3AccessKey: fresh.accessKey,
				s3SecretKey: fresh.secretKey,
				s3SessionToken: fresh.sessionToken,
			},
		});
		expect(stored?.name).toBe('Amazon S3 base connection');
		expect(stored?.etag).toBe(refreshed.etag);
	});

	it('puts out ID, etag and what was written', () => {
		expect(created).toMatchObject({ id: expect.any(String), etag: expect.any(String) });
		expect(refreshed).toMatchObject({
			id: created.id,
			updated: ['s3AccessKey', 's3SecretKey', 's3SessionToken'],
		});
		expect(refreshed.etag).not.toBe(created.etag);
	});

	it('puts no secret into the outputs of its nodes, the ones fed to it included', () => {
		const { runData } = execution.data.resultData;
		const outputs = JSON.stringify([runData[CREATE_NODE], runData[REFRESH_NODE]]);
		expect(findLeaks({ outputs }, Object.values(fresh))).toEqual([]);
	});

	it('needs no further IMS token in the next execution, for n8n stored the first one', async () => {
		const before = bearer();
		const next = await lab.n8n.execute(example.id);
		expect(next.status).toBe('success');
		expect(lab.adobe.connections()).toHaveLength(2);
		expect(tokensAsked()).toHaveLength(1);
		expect(bearer()).toEqual(before);
	});

	it('asks for one new token when the service refuses the stored one', async () => {
		lab.adobe.expireTokens();
		const next = await lab.n8n.execute(example.id);
		expect(next.status).toBe('success');
		expect(lab.adobe.connections()).toHaveLength(3);
		expect(tokensAsked()).toHaveLength(2);
	});
});

describe('a failing workflow in a real n8n', () => {
	it('says that the client secret is wrong', async () => {
		const seen = calls().length;
		const execution = await lab.n8n.execute('wrongSecret');
		expect(execution.status).toBe('error');
		const error = errorOf(execution, CREATE_NODE);
		expect(`${error?.message} ${error?.description}`).toMatch(/client secret/i);
		expect(error?.message).not.toMatch(/bad request|status code/i);
		expect(calls()).toHaveLength(seen);
		expect(lab.adobe.connections()).toHaveLength(3);
	});

	it('says that a connection does not exist', async () => {
		const execution = await lab.n8n.execute('missing');
		expect(execution.status).toBe('error');
		const error = errorOf(execution, REFRESH_NODE);
		expect(`${error?.message} ${error?.description}`).toMatch(
			/not found|does not exist|no .*connection/i,
		);
		expect(String(error?.httpCode)).toBe('404');
	});
});

describe('secrets', () => {
	it('are nowhere in what n8n stored and said of good and of failing runs', async () => {
		const { adobe, n8n } = lab;
		// The service may show what it holds; not even then may it get any further.
		adobe.set({ maskStyle: 'clear' });
		expect((await n8n.execute('fromCredential')).status).toBe('success');
		expect((await n8n.execute('refusedByService')).status).toBe('error');

		const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
		const secrets = [
			...[clientSecret, s3AccessKey, s3SecretKey, s3SessionToken],
			...[WRONG_SECRET, ...bearer()],
		];
		const stored = await n8n.database.executions();
		expect(stored.map(({ status }) => status)).toEqual([
			...['success', 'success', 'success'],
			...['error', 'error'],
			...['success', 'error'],
		]);
		const traces = await allTraces(n8n);
		// The search is worth something: it reads what was stored, and it finds pieces.
		const pieces = findLeaks(traces, [String(adobe.connections()[0]?.id)]);
		expect(pieces.some((place) => place.startsWith('execution_data'))).toBe(true);
		expect(findLeaks(traces, secrets)).toEqual([]);
	});
});
