/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- starts a process, and is never part of the published package */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Executed, Execution } from './execution';

function start(): ChildProcess {
	return fork(join(__dirname, 'secondProcess.ts'), {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
}

/**
 * Begins an execution in a process of its own, and kills that as soon as the time has come.
 * @throws Error where the execution ended before
 */
export async function killedExecution(execution: Execution, isTime: () => boolean): Promise<void> {
	const child = start();
	const ended = new Promise<never>((_resolve, reject) => {
		child.once('message', () => reject(new Error('The execution ended before it was killed')));
	});
	child.send(execution);
	while (!isTime()) await Promise.race([wait(20), ended]);
	const gone = once(child, 'exit');
	child.kill('SIGKILL');
	await gone;
}

/**
 * Does an execution in a process of its own, as a worker of n8n would.
 * @throws Error where the process ends without an answer
 */
export async function executeInSecondProcess(execution: Execution): Promise<Executed> {
	const child = start();
	return await new Promise((resolve, reject) => {
		child.once('message', (executed) => resolve(executed as Executed));
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`The second process ended with code ${code}`)));
		child.send(execution);
	});
}
