/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { resolve } from 'node:path';

import type { LocalAdobe } from '../../local/adobe';
import { freshKeysOf, readExample } from '../../local/demo';
import { elapsed } from '../../local/elapsed';
import { type Execution, type Item, readRawOutput } from '../../local/n8n/runData';
import { CREATE_NODE, REFRESH_NODE, reportRun } from '../../local/report';
import { readStartOptions } from '../../local/startOptions';

describe('the command line of npm start', () => {
	it('has something for everything that was not said', () => {
		const options = readStartOptions([]);
		expect(options).toMatchObject({ help: false, once: false, watch: false, reset: false });
		expect(options.adobePort).toBeUndefined();
		expect(options.n8nPort).toBeUndefined();
		expect(options.n8n).toBeUndefined();
	});

	it('reads every option', () => {
		const args = '--watch --reset --home here --n8n there --adobe-port 8000 --n8n-port=5000'.split(
			' ',
		);
		expect(readStartOptions(args)).toEqual({
			help: false,
			once: false,
			watch: true,
			reset: true,
			home: resolve('here'),
			n8n: resolve('there'),
			adobePort: 8000,
			n8nPort: 5000,
		});
	});

	it.each([
		[['--adobe-port', 'x'], '--adobe-port wants a number from 1 to 65535, not "x"'],
		[['--n8n-port', '70000'], '--n8n-port wants a number from 1 to 65535, not "70000"'],
		[['--n8n-port', '0'], '--n8n-port wants a number from 1 to 65535, not "0"'],
		[['--once', '--watch'], '--once ends after the run, and --watch does not: choose one'],
		[['--twice'], "Unknown option '--twice'"],
	])('refuses %j', (args, message) => {
		expect(() => readStartOptions(args)).toThrow(message);
	});
});

describe('the report of a run', () => {
	const id = '4cb0c374-d3bb-4557-b139-5712880adc55';
	const run = (json: Item['json']) => [
		{ executionStatus: 'success', executionTime: 1, data: { main: [[{ json }]] } },
	];
	const execution = (error?: { message: string; description?: string }): Execution => ({
		status: error ? 'error' : 'success',
		mode: 'cli',
		data: {
			resultData: {
				error,
				lastNodeExecuted: REFRESH_NODE,
				runData: {
					[CREATE_NODE]: run({ id, etag: '"1"' }),
					[REFRESH_NODE]: run({ id, etag: '"2"', updated: ['s3AccessKey', 's3SessionToken'] }),
				},
			},
		},
	});
	const holding = (s3SessionToken: string, etag: string) =>
		({
			connection: (asked: string) =>
				asked === id ? { etag, auth: { params: { s3SessionToken } } } : undefined,
		}) as unknown as LocalAdobe;

	it('tells ID, etags and parameters', () => {
		expect(reportRun(execution(), holding('new', '"2"'), 'new')).toEqual({
			good: true,
			text: `The workflow ran: it made a base connection, and replaced its keys. The etag shows that Adobe has changed it.
  Connection   ${id}
  Old etag     "1"
  New etag     "2"
  Replaced     s3AccessKey, s3SessionToken
The local Adobe really holds the new session token.`,
		});
	});

	it.each([
		['another token', holding('old', '"2"')],
		['another etag', holding('new', '"3"')],
		['no such connection', { connection: () => undefined }],
	])('believes the service and not the node: %s', (_what, adobe) => {
		const { good, text } = reportRun(execution(), adobe, 'new');
		expect(good).toBe(false);
		expect(text).toContain('does NOT hold');
	});

	it('tells where and why a run failed', () => {
		const failed = execution({ message: 'Adobe is out', description: 'Try later.' });
		expect(reportRun(failed, holding('new', '"2"'), 'new')).toEqual({
			good: false,
			text: `The workflow failed at "${REFRESH_NODE}":\n  Adobe is out\n  Try later.`,
		});
	});
});

describe('the output of n8n execute', () => {
	it('is found between log lines', () => {
		const execution = { data: { resultData: { runData: {} } }, status: 'success', mode: 'cli' };
		const json = JSON.stringify({ ...execution, note: 'a } and a { within' }, null, 2);
		const output = `n8n is ready {\n  "no": 1\nExecution:\n====\n${json}\nRegistered runner {x}\n`;
		expect(readRawOutput(output)).toMatchObject(execution);
	});

	it('may be missing', () => {
		expect(readRawOutput('Error: no such workflow\n')).toBeUndefined();
	});
});

it('finds the made-up keys of the example', () => {
	const keys = freshKeysOf(readExample('create-then-refresh.json'));
	expect(keys.accessKey).toMatch(/^ASIA[A-Z2-7]{16}$/);
	expect(keys.secretKey).toHaveLength(40);
	expect(keys.sessionToken).toMatch(/fake/i);
});

it.each([
	[400, '0 s'],
	[8_000, '8 s'],
	[80_000, '1 min 20 s'],
])('says %d ms as "%s"', (ms, text) => {
	expect(elapsed(ms)).toBe(text);
});
