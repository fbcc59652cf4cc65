/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { type LocalAdobe, startLocalAdobe } from './adobe';
import { demoCredential, demoOwner, freshKeysOf, readExample } from './demo';
import { stopCommands } from './n8n/command';
import type { WorkflowEntry } from './n8n/entries';
import { givenN8n, n8nOnPath } from './n8n/given';
import { ensureN8n, isInstalled } from './n8n/install';
import { N8nInstance } from './n8n/instance';
import { type N8nProgram, NEWEST_N8N } from './n8n/versions';
import { N8nHome, USUAL_HOME } from './n8nHome';
import { packNode } from './pack';
import { freePortFrom, isFree } from './ports';
import { reportRun } from './report';
import {
	ADOBE_PORT,
	N8N_PORT,
	readStartOptions,
	START_HELP,
	type StartOptions,
} from './startOptions';
import { demoAwsCredential, demoAzureCredential } from './localServices';
import { FIRST_EXAMPLE, otherExamples, tryOutWorkflows } from './tryOut';
import { RELOADING, watchNode } from './watch';

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** What has to be undone at the end, last first. */
const undo: Array<() => void | Promise<void>> = [];
let stopping: Promise<void> | undefined;
/** from then on, stopping is what a person means to do */
let ready = false;

/** Undoes everything, once, however often it is asked for. */
async function stop(): Promise<void> {
	stopping ??= (async () => {
		stopCommands();
		for (const step of undo.reverse()) await step();
	})();
	await stopping;
}

async function stopAndExit(): Promise<void> {
	await stop();
	process.exit(ready ? 0 : 130);
}

function stopOnSignals(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (!stopping) say('\nStopping …');
			void stopAndExit();
		});
	}
	// Nobody reads any more, as with "npm start | head".
	process.stdout.on('error', () => void stopAndExit());
	// Whoever started us may be ended without a signal for us; nothing must stay behind then.
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) void stopAndExit();
	}, 1000).unref();
}

async function portFor(name: string, wanted: number | undefined, usual: number): Promise<number> {
	if (wanted === undefined) {
		const port = await freePortFrom(usual);
		if (port !== usual) say(`Port ${usual} is taken, so ${name} takes port ${port}.`);
		return port;
	}
	if (await isFree(wanted)) return wanted;
	throw new Error(`Port ${wanted} is taken. Give ${name} another one, or leave the option out.`);
}

/** The n8n that was named, the one of this project, or, before that is installed, the one on the PATH. */
async function chooseN8n({ n8n }: StartOptions): Promise<N8nProgram> {
	if (n8n !== undefined) return await givenN8n(n8n);
	const onPath = isInstalled(NEWEST_N8N) ? undefined : n8nOnPath();
	if (onPath !== undefined) {
		const program = await givenN8n(onPath).catch((error: Error) => say(error.message));
		if (program) return program;
	}
	return await ensureN8n(NEWEST_N8N, say);
}

async function start(options: StartOptions): Promise<void> {
	const program = await chooseN8n(options);
	say(`n8n ${program.version}, ${program.script}`);
	// Data of one n8n may be too new for another.
	const isOwn = program.version === NEWEST_N8N || options.home !== USUAL_HOME;
	const home = new N8nHome(isOwn ? options.home : `${options.home}-${program.version}`);
	const other = await home.alreadyRunning();
	if (other) {
		throw new Error(
			`It runs already: ${other.url} (process ${other.pid}). Stop it with Ctrl+C in the terminal where it runs, and start again.`,
		);
	}
	if (options.reset) home.reset();
	const packed = await packNode(say);

	const adobePort = await portFor('the local Adobe', options.adobePort, ADOBE_PORT);
	const adobe = await startLocalAdobe({ port: adobePort });
	undo.push(async () => await adobe.close());
	// One run needs no editor, and so no port.
	const n8nPort = options.once ? N8N_PORT : await portFor('n8n', options.n8nPort, N8N_PORT);
	const settings = options.watch ? RELOADING : {};
	const n8n = new N8nInstance(program, home.folder, n8nPort, settings);
	undo.push(home.claim(n8n.url, adobePort), async () => await n8n.stop());

	const workflow = readExample(FIRST_EXAMPLE);
	const credentials = [demoCredential(adobe), demoAwsCredential, demoAzureCredential(adobe)];
	const tryOut = options.once ? [] : tryOutWorkflows(adobe);
	const others = options.once ? [] : otherExamples(adobe);
	await home.prepare(n8n, packed, credentials, [workflow, ...tryOut, ...others], say);
	const good = await runExample(n8n, adobe, workflow);
	if (options.once) {
		process.exitCode = good ? 0 : 1;
		return;
	}
	await startEditor(n8n, adobe, tryOut);
	if (options.watch) {
		// What the compiler puts there from now on is no packed node any more.
		home.forgetNode();
		undo.push(watchNode(n8n.nodeFolder, say));
	}
	await n8n.ended();
	if (!stopping) throw new Error('n8n has ended by itself.');
}

async function runExample(
	n8n: N8nInstance,
	adobe: LocalAdobe,
	workflow: WorkflowEntry,
): Promise<boolean> {
	// The keys stand for what AWS STS would hand out: from now on Adobe can read the bucket with them.
	const freshKeys = freshKeysOf(workflow);
	adobe.registerKeys(freshKeys);
	say(`Running the example workflow "${workflow.name}" …`);
	const execution = await n8n.execute(workflow.id);
	const { good, text } = reportRun(execution, adobe, freshKeys.sessionToken);
	say(`\n${text}\n`);
	return good;
}

/** What the example with a SAS URI looks for; its signature has long ended. */
function seedAzureConnection(adobe: LocalAdobe): void {
	adobe.seedConnection({
		name: 'Azure landing zone',
		connectionSpec: { id: '4c10e202-c428-4796-9208-5f1f5732b1cf', version: '1.0' },
		specName: 'SAS URI Authentication',
		params: {
			sasUri:
				'https://acmelanding.blob.core.windows.net/landing?sp=rl&se=2020-01-01&sig=FAKEoldFAKEold',
			container: 'acme-landing',
		},
	});
}

async function startEditor(
	n8n: N8nInstance,
	adobe: LocalAdobe,
	tryOut: WorkflowEntry[],
): Promise<void> {
	// After the example, which is judged by what it made.
	adobe.seedTenant();
	seedAzureConnection(adobe);
	say('Starting the n8n editor …');
	await n8n.start();
	await n8n.signIn(demoOwner);
	ready = true;
	const [first] = tryOut;
	const todo = ['run it', 'publish it', 'run it, and look at the executions of the second'];
	const steps = tryOut.map(
		({ id, name }, index) =>
			`  ${index + 1}. ${name}: ${todo[index]}\n       ${n8n.url}/workflow/${id}`,
	);
	say(`
Ready. All of it runs on this machine only; stop it with Ctrl+C.

  Local Adobe  ${adobe.url}
  n8n editor   ${n8n.url}/workflow/${first?.id}

To try there, in this order:
${steps.join('\n')}
  All other examples are in the list of workflows, ready to run: ${n8n.url}/home/workflows

  Sign in as   ${demoOwner.email}
  Password     ${demoOwner.password}`);
}

async function main(): Promise<void> {
	let options: StartOptions;
	try {
		options = readStartOptions(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n\n${START_HELP}`);
		process.exitCode = 2;
		return;
	}
	if (options.help) {
		process.stdout.write(START_HELP);
		return;
	}
	stopOnSignals();
	try {
		await start(options);
	} catch (error) {
		if (!stopping) process.stderr.write(`\n${(error as Error).message}\n`);
		process.exitCode = 1;
	} finally {
		await stop();
	}
}

void main();
