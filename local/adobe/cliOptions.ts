/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import { parseArgs } from 'node:util';

import { checkSettings, type FaultRule, type Settings } from './server/settings';

export const DEFAULT_PORT = 8750;

export const HELP = `Local Adobe: IMS, Flow Service and AWS STS on one address, in memory.

Usage: npm run adobe -- [options]

  --port <n>               port on 127.0.0.1 (default ${DEFAULT_PORT})
  --seed <n>               seed of ids, etags and faults
  --latency <ms>           wait before each answer
  --mask <style>           how GET shows secrets: stars, removed, placeholder, clear, partial
  --error-shape <shape>    error envelopes: current, older
  --rate-limit <n>         requests per second, more are answered 429
  --rate-limit-kind <kind> bucket, window
  --retry-after <form>     Retry-After header of a 429: none, seconds, date
  --fault <rule>           what goes wrong, may be repeated; for example
                           'kind=status,status=503,rate=0.1,method=POST,applied=half'
                           kinds: status, reset, halfBody, html, empty, hang, secondWriter
                           more:  name, times, skip, path, retryAfter, ms
  --token-lifetime <s>     lifetime of IMS tokens
  --settle <ms>            how long a change of a dataflow takes after its answer
  --schedule-speed <n>     how many times faster than the clock dataflows' schedules go
  --initializing <ms>      how long a created connection stays initializing (AEP on AWS)
  --help                   this text
`;

export interface CliOptions {
	help: boolean;
	port: number;
	settings: Partial<Settings>;
}

function wholeNumber(name: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${name} wants a whole number, not "${text}"`);
	return Number(text);
}

const FAULT_NUMBERS = ['rate', 'times', 'skip', 'status', 'ms', 'outageMs'];

/** Reads one `--fault`, for example `kind=status,status=503,rate=0.1`. */
export function readFault(text: string): FaultRule {
	const rule: Record<string, unknown> = {};
	// A comma inside of a regular expression is followed by something other than `name=`.
	for (const part of text.split(/,(?=[A-Za-z]+=)/)) {
		const [, name = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(part) ?? [];
		if (name === '') throw new Error(`--fault "${text}": "${part}" is not of the form name=value`);
		if (FAULT_NUMBERS.includes(name)) rule[name] = Number(value);
		else if (name === 'applied') rule[name] = value === 'true' || (value !== 'false' && value);
		else rule[name] = value;
	}
	try {
		return checkSettings({ faults: [rule] }).faults?.[0] as FaultRule;
	} catch (error) {
		throw new Error(
			`--fault "${text}": ${(error as Error).message.replace('Setting "faults.0', 'Setting "fault')}`,
		);
	}
}

/**
 * Reads the command line.
 * @param args without node and the script
 * @throws Error with a sentence for the person who typed it
 */
export function readOptions(args: string[]): CliOptions {
	const { values } = parseArgs({
		args,
		allowPositionals: false,
		options: {
			port: { type: 'string' },
			seed: { type: 'string' },
			latency: { type: 'string' },
			mask: { type: 'string' },
			'error-shape': { type: 'string' },
			'rate-limit': { type: 'string' },
			'rate-limit-kind': { type: 'string' },
			'retry-after': { type: 'string' },
			fault: { type: 'string', multiple: true },
			'token-lifetime': { type: 'string' },
			settle: { type: 'string' },
			'schedule-speed': { type: 'string' },
			initializing: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	const settings: Record<string, unknown> = {};
	const numbers: Array<[keyof typeof values & string, keyof Settings]> = [
		['seed', 'seed'],
		['latency', 'latencyMs'],
		['token-lifetime', 'tokenLifetime'],
		['settle', 'settleMs'],
		['schedule-speed', 'scheduleSpeed'],
		['initializing', 'initializingMs'],
	];
	for (const [option, setting] of numbers) {
		const text = values[option];
		if (typeof text === 'string') settings[setting] = wholeNumber(option, text);
	}
	if (values.mask !== undefined) settings.maskStyle = values.mask;
	if (values['error-shape'] !== undefined) settings.errorShape = values['error-shape'];
	const { 'rate-limit-kind': kind, 'retry-after': retryAfter } = values;
	if (values['rate-limit'] !== undefined) {
		settings.rateLimit = {
			perSecond: wholeNumber('rate-limit', values['rate-limit']),
			kind: kind ?? 'bucket',
			...(retryAfter !== undefined && { retryAfter }),
		};
	} else if (kind !== undefined || retryAfter !== undefined) {
		throw new Error('--rate-limit-kind and --retry-after need --rate-limit');
	}
	if (values.fault) settings.faults = values.fault.map(readFault);
	const port = values.port === undefined ? DEFAULT_PORT : wholeNumber('port', values.port);
	if (port > 65_535) throw new Error(`--port ${port}: ports end at 65535`);
	return { help: values.help ?? false, port, settings: checkSettings(settings) };
}
