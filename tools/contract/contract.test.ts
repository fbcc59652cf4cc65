/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests of a command for developers, never part of the published package */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startLocalAdobe } from '../../local/adobe';
import { localPlatform, type LocalPlatform } from './local';
import { readCredential, readOptions } from './options';
import { lineOf, summaryOf } from './report';
import { checkFacts } from './run';

let local: LocalPlatform;
beforeEach(async () => {
	local = await localPlatform();
});
afterEach(async () => await local.close());

const check = async (write: boolean) =>
	await checkFacts({ credential: local.credential, dataset: local.dataset, write });

it('has every fact confirmed by the local Adobe, and leaves nothing behind', async () => {
	const { adobe } = local;
	const before = adobe.connections().map(({ id }) => id);
	const { checked, secrets } = await check(true);
	const lines = checked.map((fact) => lineOf(fact, secrets));
	expect(lines.filter((line) => !line.startsWith('confirmed'))).toEqual([]);
	expect(new Set(checked.map(({ id }) => id)).size).toBe(checked.length);
	expect(adobe.connections().map(({ id }) => id)).toEqual(before);
	expect(adobe.batches().filter(({ status }) => status === 'loading')).toEqual([]);
});

it('only reads unless it is told to write', async () => {
	await check(false);
	const writes = local.adobe.journal.filter(
		({ method, path }) => method !== 'GET' && !/\/ims\/token|\/validate$/.test(path),
	);
	expect(writes).toEqual([]);
});

it('shows what is different, without secrets and without values', async () => {
	local.adobe.set({ maskStyle: 'clear' });
	const { checked, secrets } = await check(true);
	const different = checked.filter(({ verdict }) => verdict.state === 'different');
	expect(different.map(({ id }) => id)).toEqual(['write-masked']);
	const [line = ''] = different.map((fact) => lineOf(fact, secrets));
	expect(line).toMatch(/HTTP 200 \{items: \[\{.*auth: \{.*s3SecretKey/);
	const all = checked.map((fact) => lineOf(fact, secrets)).join('\n');
	for (const secret of [...secrets, 'FakeFake/']) expect(all).not.toContain(secret);
	expect(summaryOf(checked)).toMatch(/, 1 different, 0 not reached$/);
});

it('deletes a connection whose creation was answered by an error', async () => {
	const { adobe } = local;
	const before = adobe.connections().length;
	const fault = { kind: 'status', status: 503, applied: true, method: 'POST', times: 1 } as const;
	adobe.set({ faults: [{ ...fault, path: '/connections$' }] });
	const { checked } = await check(true);
	expect(checked.find(({ id }) => id === 'write-create')?.verdict.state).toBe('different');
	expect(adobe.connections()).toHaveLength(before);
});

it('reaches nothing with a wrong secret but the answer of IMS, and says so', async () => {
	const credential = { ...local.credential, clientSecret: 'p8e-FAKE-wrong' };
	const { checked } = await checkFacts({ credential, write: false });
	const states = new Map(checked.map(({ id, verdict }) => [id, verdict]));
	expect(states.get('ims-token')?.state).toBe('different');
	expect(states.get('connections-list')).toEqual({
		state: 'not reached',
		reason: 'IMS gives no token: 400 invalid_client',
	});
});

it('says so if nothing answers', async () => {
	const gone = await startLocalAdobe();
	await gone.close();
	const credential = { ...local.credential, imsUrl: gone.url, platformUrl: gone.url };
	const { checked } = await checkFacts({ credential, write: true });
	expect(checked.every(({ verdict }) => verdict.state === 'not reached')).toBe(true);
	expect(JSON.stringify(checked)).toContain('ECONNREFUSED');
});

describe('its options', () => {
	const folder = mkdtempSync(join(tmpdir(), 'contract-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const fileOf = (text: string) => {
		const file = join(folder, 'credential.json');
		writeFileSync(file, text);
		return file;
	};
	const fields = {
		organizationId: 'O',
		clientId: 'C',
		clientSecret: 'p8e-FAKE',
		sandboxName: 'dev',
	};

	it("are Adobe's own addresses, unless the file has others", () => {
		expect(readCredential(fileOf(JSON.stringify(fields)))).toMatchObject({
			imsUrl: 'https://ims-na1.adobelogin.com',
			platformUrl: 'https://platform.adobe.io',
		});
		const other = { ...fields, platformUrl: 'https://platform-stage.example/', imsUrl: '' };
		expect(readCredential(fileOf(JSON.stringify(other)))).toMatchObject({
			imsUrl: 'https://ims-na1.adobelogin.com',
			platformUrl: 'https://platform-stage.example',
		});
	});

	it.each([
		['a field that is missing', JSON.stringify({ ...fields, clientId: ' ' }), 'lacks clientId'],
		['a text', '"p8e-FAKE"', 'is not a JSON object'],
		['broken JSON', '{"clientSecret": "p8e-FAKE", }', 'is not a JSON object'],
	])('refuse %s without quoting it', (_, text, message) => {
		expect(() => readCredential(fileOf(text))).toThrow(message);
		expect(() => readCredential(fileOf(text))).not.toThrow('p8e');
	});

	it('refuse a file that is not there, and a dataset without writes', () => {
		expect(() => readCredential(join(folder, 'none.json'))).toThrow('Cannot read');
		expect(() => readOptions(['--dataset', 'x'])).toThrow('--dataset needs --write');
	});
});
