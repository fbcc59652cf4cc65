/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- the local Adobe is a development tool and never part of the published package */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { HELP, readFault, readOptions } from '../cliOptions';

describe('Command line', () => {
	it('has defaults', () => {
		expect(readOptions([])).toEqual({ help: false, port: 8750, settings: {} });
	});

	it('reads every option', () => {
		const line =
			'--port 9000 --seed 3 --latency 20 --mask placeholder --error-shape older --rate-limit 20 --rate-limit-kind window --retry-after date --token-lifetime 60 --initializing 500 --fault kind=reset --fault kind=status,status=503,rate=0.1,method=POST,applied=half';
		expect(readOptions(line.split(' '))).toEqual({
			help: false,
			port: 9000,
			settings: {
				seed: 3,
				latencyMs: 20,
				maskStyle: 'placeholder',
				errorShape: 'older',
				rateLimit: { perSecond: 20, kind: 'window', retryAfter: 'date' },
				tokenLifetime: 60,
				initializingMs: 500,
				faults: [
					{ kind: 'reset' },
					{ kind: 'status', status: 503, rate: 0.1, method: 'POST', applied: 'half' },
				],
			},
		});
	});

	it('describes every option in its help', () => {
		const { help } = readOptions(['--help']);
		expect(help).toBe(true);
		const options = ['port', 'seed', 'latency', 'mask', 'error-shape', 'rate-limit', 'fault'];
		const more = ['rate-limit-kind', 'retry-after', 'token-lifetime', 'initializing', 'help'];
		for (const option of [...options, ...more]) expect(HELP).toContain(`--${option} `);
	});

	it('reads a regular expression with a comma in a fault', () => {
		expect(readFault('kind=hang,path=^/a{1,2}$,ms=5,applied=true,name=slow')).toEqual({
			kind: 'hang',
			path: '^/a{1,2}$',
			ms: 5,
			applied: true,
			name: 'slow',
		});
	});

	it.each([
		['--port many', '--port wants a whole number, not "many"'],
		['--port 70000', 'ports end at 65535'],
		['--unknown', 'Unknown option'],
		['--mask purple', '"maskStyle"'],
		['--mask', 'argument missing'],
		['--retry-after date', 'need --rate-limit'],
		['--rate-limit 5 --rate-limit-kind other', '"rateLimit'],
		['--fault kind=other', '--fault "kind=other": Setting "fault.kind"'],
		['--fault status=500', "must have required property 'kind'"],
		['--fault kind=status,rate=2', 'fault.rate'],
		['--fault kind=status,rate=often', 'fault.rate'],
		['--fault reset', 'not of the form name=value'],
		['--fault kind=reset,applied=maybe', 'fault.applied'],
		['leftover', 'Unexpected argument'],
	])('refuses "%s" with a clear message', (line, message) => {
		expect(() => readOptions(line.split(' '))).toThrow(message);
	});

	/** Runs the command and returns what it printed, once `ready` matched or it ended. */
	async function run(args: string[], ready: RegExp) {
		const root = join(__dirname, '..', '..', '..');
		const child = spawn(
			process.execPath,
			['--import', 'tsx', join(root, 'local/adobe/cli.ts'), ...args],
			{ stdio: 'pipe', cwd: root },
		);
		let text = '';
		const ended = new Promise<number | null>((resolve) => {
			child.on('exit', resolve);
		});
		await new Promise<void>((resolve) => {
			const read = (chunk: Buffer) => {
				text += chunk.toString();
				if (ready.test(text)) resolve();
			};
			child.stdout.on('data', read);
			child.stderr.on('data', read);
			void ended.then(() => resolve());
		});
		return { child, ended, text: () => text };
	}

	it('prints where it is and what it accepts, says when a port is taken, and ends on a signal', async () => {
		const first = await run(['--port', '0'], /Ctrl\+C/);
		expect(first.text()).toContain('Client Secret');
		const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(first.text());
		expect((await fetch(`${url?.[0]}/local/state`)).status).toBe(200);

		const second = await run(['--port', String(url?.[1])], /taken/);
		expect(await second.ended).toBe(1);
		expect(second.text()).toBe(`Port ${url?.[1]} is taken. Choose another with --port.\n`);

		first.child.kill('SIGTERM');
		expect(await first.ended).toBe(0);
	});
});
