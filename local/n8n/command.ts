/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** called with every piece of text that the command prints, on either stream */
	onOutput?: (text: string) => void;
	/** called every `everyMs` while the command runs */
	onWait?: (elapsedMs: number) => void;
	everyMs?: number;
	/** ends the command before its time */
	signal?: AbortSignal;
	/**
	 * Where the command writes its output, which is read from there at its end: one that exits before a
	 * pipe is empty loses the rest.
	 */
	stdoutFile?: string;
}

export interface CommandResult {
	code: number | null;
	stdout: string;
	stderr: string;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end. A code other than 0 is an answer, not an exception. */
export async function run(
	command: string,
	args: string[],
	options: CommandOptions = {},
): Promise<CommandResult> {
	const {
		cwd,
		env = process.env,
		onOutput,
		onWait,
		everyMs = 10_000,
		signal,
		stdoutFile,
	} = options;
	const file = stdoutFile === undefined ? undefined : openSync(stdoutFile, 'w', 0o600);
	try {
		const child = spawn(command, args, {
			cwd,
			env,
			signal,
			stdio: ['ignore', file ?? 'pipe', 'pipe'],
		});
		const result = await ended(child, { onOutput, onWait, everyMs });
		if (stdoutFile === undefined) return result;
		const stdout = readFileSync(stdoutFile, 'utf8');
		onOutput?.(stdout);
		return { ...result, stdout };
	} finally {
		if (file !== undefined) closeSync(file);
	}
}

/** Runs npm, which is a script that only a shell can start on Windows. */
export async function runNpm(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
	if (process.platform !== 'win32') return await run('npm', args, options);
	const { cwd, env = process.env, onOutput, onWait, everyMs = 10_000, signal } = options;
	const quoted = args.map((arg) => (/[\s"]/.test(arg) ? `"${arg}"` : arg));
	const child = spawn('npm.cmd', quoted, {
		cwd,
		env,
		signal,
		shell: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	return await ended(child, { onOutput, onWait, everyMs });
}

/** Ends every command that still runs, so that an interrupted start leaves nothing behind. */
export function stopCommands(): void {
	for (const child of running) child.kill('SIGTERM');
}

async function ended(
	child: ChildProcess,
	{ onOutput, onWait, everyMs }: Pick<CommandOptions, 'onOutput' | 'onWait'> & { everyMs: number },
): Promise<CommandResult> {
	const started = Date.now();
	running.add(child);
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		onOutput?.(text);
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		onOutput?.(text);
	});
	const timer = onWait ? setInterval(() => onWait(Date.now() - started), everyMs) : undefined;
	try {
		return await new Promise<CommandResult>((resolve) => {
			child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
			child.on('close', (code) => resolve({ code, stdout, stderr }));
		});
	} finally {
		clearInterval(timer);
		running.delete(child);
	}
}
