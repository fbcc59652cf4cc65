import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { runConcurrently, type Queued, Slices } from '../adobe/concurrency';
import { asFailure, Failure, listed, Refusal } from '../adobe/errors/failure';
import { ItemScope } from '../adobe/execution';
import { addTo } from '../adobe/json';
import { redactDeep, redactor, SecretForms, type Redactor } from '../adobe/redact';
import { Session } from '../adobe/session';
import { DEFAULT_CONCURRENCY, MOST_CONCURRENCY } from './commonFields';
import { combinedText, toNodeError, executionHints, taskHints } from './messages';
import { ItemParameters } from './itemParameters';
import { operationOf } from './resources';
import type { Operation, Task } from './operation';

/** IDs of written entities in one message. */
const MOST_WRITTEN = 20;
const MOST_UNCLEAR = 5;

/** How one item ended. Undefined if the execution stopped before. */
type Ending =
	| (({ output: IDataObject[] } | { error: Error }) & {
			scope?: ItemScope;
			/** The items of this ending, if there are several. */
			items?: number[];
	  })
	| undefined;

/**
 * Reads and checks all items before anything is sent, runs them side by side, and returns the outputs in the
 * order of the inputs. Only here are secrets cleared from outputs, and failures turned into n8n's errors.
 */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const endings = new Array<Ending>(items.length).fill(undefined);
	const goesOn = context.continueOnFail();

	const session = await Session.open(context, context.getExecutionCancelSignal()).catch(asFailure);
	if (session instanceof Failure) {
		if (!goesOn) throw toNodeError(context.getNode(), session);
		endings.fill({ error: session });
		return [outputs(endings)];
	}

	const tasks = await readTasks(context, session);
	const refused = tasks.findIndex((task) => task instanceof Error && !(goesOn && !isMistake(task)));
	if (refused >= 0) {
		throw toNodeError(context.getNode(), tasks[refused] as Error, refused);
	}

	const stoppedBy = await runTasks(tasks, endings, session, concurrencyOf(context), goesOn);
	context.addExecutionHints(...clearedHints(tasks, session));
	if (stoppedBy !== undefined) {
		const { error } = endings[stoppedBy] as { error: Error };
		throw toNodeError(context.getNode(), error, stoppedBy, alreadyWritten(endings, stoppedBy));
	}
	return [outputs(endings)];
}

/** Hints quote Adobe's words and names. */
function clearedHints(tasks: Array<Task | Error>, session: Session): NodeExecutionHint[] {
	const hints = [...taskHints(tasks), ...executionHints(session.execution)];
	if (hints.length === 0) return [];
	const secrets = tasks.flatMap((task) => (task instanceof Error ? [] : (task.secrets ?? [])));
	const clear = redactor(session.credential.forms, new SecretForms(secrets));
	return hints.map((hint) => ({ ...hint, message: clear(hint.message) }));
}

/** Reads all items, in slices: expressions are slow, and n8n has one thread for all executions. */
async function readTasks(
	context: IExecuteFunctions,
	session: Session,
): Promise<Array<Task | Error>> {
	const parameter = (name: string) => String(context.getNodeParameter(name, 0));
	const operation = operationOf(parameter('resource'), parameter('operation'));
	const tasks: Array<Task | Error> = [];
	const slices = new Slices();
	for (const [index, { json }] of context.getInputData().entries()) {
		tasks.push(prepare(operation, new ItemParameters(context, index, json, session.credential)));
		if (await slices.pause()) session.execution.throwIfCancelled();
	}
	return tasks;
}

function prepare(operation: Operation, parameters: ItemParameters): Task | Error {
	try {
		return operation.prepare(parameters);
	} catch (error) {
		return error as Error;
	}
}

function concurrencyOf(context: IExecuteFunctions): number {
	const concurrency = Number(readConcurrency(context));
	return Number.isFinite(concurrency)
		? Math.min(MOST_CONCURRENCY, Math.max(1, Math.round(concurrency)))
		: DEFAULT_CONCURRENCY;
}

function readConcurrency(context: IExecuteFunctions): unknown {
	try {
		return context.getNodeParameter('options.maxConcurrency', 0, DEFAULT_CONCURRENCY);
	} catch {
		// The options are read for each item too, and that error names the item.
		return DEFAULT_CONCURRENCY;
	}
}

/**
 * Without Continue On Fail, the first failure stops the execution: requests in flight end, and no item starts.
 * @returns the first item, in their order, whose failure stopped the execution
 */
async function runTasks(
	tasks: Array<Task | Error>,
	endings: Ending[],
	session: Session,
	concurrency: number,
	goesOn: boolean,
): Promise<number | undefined> {
	let stoppedBy: number | undefined;
	const queue: Queued[] = [];
	const end = (index: number, ending: NonNullable<Ending>) => {
		endings[index] = ending;
		if ('error' in ending && !(goesOn && isForItem(ending.error))) {
			stoppedBy = Math.min(index, stoppedBy ?? index);
		}
	};
	for (const items of sharedBy(tasks)) {
		const work = async () => {
			for (const [index, ending] of await sharedEndings(tasks, items, session, goesOn)) {
				end(index, ending);
			}
		};
		queue.push({ work });
	}
	for (const [index, task] of tasks.entries()) {
		if (task instanceof Error) {
			endings[index] = { error: task };
			continue;
		}
		if (task.shared) continue;
		task.announce?.(session.client(task.settings, new ItemScope()));
		queue.push({ key: task.key, work: async () => end(index, await endingOf(task, session)) });
	}
	await runConcurrently(queue, concurrency, () => stoppedBy !== undefined);
	return stoppedBy;
}

function sharedBy(tasks: Array<Task | Error>): number[][] {
	const groups = new Map<string, number[]>();
	for (const [index, task] of tasks.entries()) {
		if (task instanceof Error || !task.shared) continue;
		addTo(groups, task.shared.key, index);
	}
	return [...groups.values()];
}

/** How items that share their work ended: excluded ones on their own, the others together. */
async function sharedEndings(
	tasks: Array<Task | Error>,
	items: number[],
	session: Session,
	goesOn: boolean,
): Promise<Map<number, NonNullable<Ending>>> {
	const [first = 0] = items;
	const task = tasks[first] as Task;
	const endings = new Map<number, NonNullable<Ending>>();
	let stoppedBy: number | undefined;
	const refuse = (item: number, { message, description }: Refusal) => {
		const error = new Refusal(message, `${description} ${whatWasSent(items, tasks, goesOn)}`);
		if (goesOn) {
			endings.set(item, { error });
			return;
		}
		stoppedBy = item;
		throw error;
	};
	const parts = items.map((item) => ({ item, part: (tasks[item] as Task).shared?.part }));
	const run: Task['run'] = async (client) => (await task.shared?.run(parts, client, refuse)) ?? [];
	const ending = await endingOf({ ...task, run }, session);
	const left = items.filter((item) => !endings.has(item));
	const [head] = left;
	if (stoppedBy !== undefined) endings.set(stoppedBy, ending);
	else if (head !== undefined) endings.set(head, { ...ending, items: left });
	return endings;
}

/** Items that do not share the work may have been sent. */
function whatWasSent(items: number[], tasks: unknown[], goesOn: boolean): string {
	if (goesOn) return 'This item was left out.';
	if (items.length === tasks.length) return 'Nothing was sent.';
	return items.length === 1
		? 'It was not sent.'
		: `None of the ${items.length} items that belong together was sent.`;
}

async function endingOf(task: Task, session: Session): Promise<NonNullable<Ending>> {
	const scope = new ItemScope(task.secrets);
	const client = session.client(task.settings, scope);
	try {
		const output = await task.run(client);
		return { output: await cleared(output, client.redactor), scope };
	} catch (error) {
		if (!(error instanceof Failure)) return { error: error as Error, scope };
		return { error: client.clear(error.with(scope.unclearNote)), scope };
	}
}

/** In slices, since there may be very many outputs. */
async function cleared(output: IDataObject[], clear: Redactor): Promise<IDataObject[]> {
	const slices = new Slices();
	const cleared: IDataObject[] = [];
	for (const json of output) {
		cleared.push(redactDeep(json, clear));
		await slices.pause();
	}
	return cleared;
}

/** Errors of Node.js are bugs. Refusals, and n8n's errors about expressions, belong to the item. */
function isMistake(error: Error): boolean {
	return error instanceof TypeError || error instanceof ReferenceError;
}

/** Refusals and failures belong to the item. A cancellation or a bug does not. */
function isForItem(error: Error): boolean {
	return error instanceof Failure || error instanceof Refusal;
}

/** What was written, or may have been written, before a failure stopped the execution. */
function alreadyWritten(endings: Ending[], stoppedBy: number): string {
	const ids = {
		created: new Set<string>(),
		updated: new Set<string>(),
		deleted: new Set<string>(),
	};
	const unclear: string[] = [];
	for (const [index, ending] of endings.entries()) {
		for (const { id, how } of ending?.scope?.changes ?? []) ids[how].add(id);
		if (ending && 'error' in ending && index !== stoppedBy) {
			unclear.push(ending.scope?.unclearNote ?? '');
		}
	}
	const written = Object.entries(ids)
		.filter(([, list]) => list.size > 0)
		.map(
			([how, list]) =>
				`Before it stopped, this execution ${how}: ${listed([...list], MOST_WRITTEN)}.`,
		);
	return [...written, listed(unclear.filter(Boolean), MOST_UNCLEAR, ' ')].join(' ').trim();
}

function outputs(endings: Ending[]): INodeExecutionData[] {
	return endings.flatMap((ending, item) => {
		if (!ending) return [];
		const pairedItem = ending.items?.map((one) => ({ item: one })) ?? { item };
		if ('output' in ending) return ending.output.map((json) => ({ json, pairedItem }));
		return [{ json: { error: combinedText(ending.error) }, pairedItem }];
	});
}
