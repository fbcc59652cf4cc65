/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { anyFreePort } from '../../../local/ports';
import { ensureProgram } from '../../support/debian';
import { Daemon } from './daemon';

const PASSWORD = 'made-up-for-this-test-only';

/** A Redis of its own on 127.0.0.1, and how n8n gets to it. */
export interface Redis {
	daemon: Daemon;
	settings: NodeJS.ProcessEnv;
}

/** Starts an empty Redis that writes nothing to disk. */
export async function startRedis(): Promise<Redis> {
	const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
	const program = ensureProgram({
		name: 'Redis',
		places: folders.map((folder) => join(folder, 'redis-server')),
		package: 'redis-server',
	});
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-redis-'));
	const port = String(await anyFreePort());
	const daemon = await Daemon.start({
		program,
		args: [
			...['--port', port, '--bind', '127.0.0.1', '--requirepass', PASSWORD],
			...['--save', '', '--appendonly', 'no', '--dir', folder],
		],
		folder,
		sign: 'Ready to accept connections',
	});
	return {
		daemon,
		settings: {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: port,
			QUEUE_BULL_REDIS_PASSWORD: PASSWORD,
		},
	};
}
