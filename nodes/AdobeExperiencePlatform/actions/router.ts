import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asFailure, Failure, FlowService, ItemScope, type Change } from '../flowService';
import * as baseConnection from './baseConnection';
import { combinedText, toNodeError } from './errors';
import { taskHints, runHints } from './hints';
import { ItemParameters } from './itemParameters';
import { runInLanes, type Queued } from './lanes';
import { Refusal } from './refusal';
import type { Operation, Task } from './types';

const DEFAULT_LANES = 5;
const MOST_LANES = 50;

/** How one item ended; undefined while it has not, and for good where the run stopped before it. */
type Ending = (({ output: IDataObject[] } | { error: Error }) & { change?: Change }) | undefined;

/**
 * Items in, items out: reads and checks every item before anything is sent, runs them side by side,
 * and puts the outputs into the order of the inputs. What went wrong becomes n8n's error here, by errors.ts.
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const endings = new Array<Ending>(items.length).fill(undefined);
	const goesOn = this.continueOnFail();

	const service = await FlowService.open(this, this.getExecutionCancelSignal()).catch(asFailure);
	if (service instanceof Failure) {
		if (!goesOn) throw toNodeError(this.getNode(), service);
		endings.fill({ error: service });
		return [outputs(endings)];
	}

	const operation = operationNamed(String(this.getNodeParameter('operation', 0)));
	const credential = service.credentialValues;
	const tasks = items.map(({ json }, index) =>
		prepare(operation, new ItemParameters(this, index, json, credential)),
	);
	const refused = tasks.findIndex((task) => task instanceof Error && !(goesOn && !isMistake(task)));
	if (refused >= 0) {
		throw toNodeError(this.getNode(), tasks[refused] as Error, refused);
	}

	const stoppedBy = await runTasks(tasks, endings, service, lanesOf(this), goesOn);
	this.addExecutionHints(...taskHints(tasks), ...runHints(service.run));
	if (stoppedBy !== undefined) {
		const { error } = endings[stoppedBy] as { error: Error };
		throw toNodeError(this.getNode(), error, stoppedBy, alreadyWritten(endings));
	}
	return [outputs(endings)];
}

function operationNamed(name: string): Operation {
	return baseConnection.operations[name as keyof typeof baseConnection.operations];
}

function prepare(operation: Operation, parameters: ItemParameters): Task | Error {
	try {
		return operation.prepare(parameters);
	} catch (error) {
		return error as Error;
	}
}

function lanesOf(context: IExecuteFunctions): number {
	const lanes = Number(readLanes(context));
	return Number.isFinite(lanes)
		? Math.min(MOST_LANES, Math.max(1, Math.round(lanes)))
		: DEFAULT_LANES;
}

function readLanes(context: IExecuteFunctions): unknown {
	try {
		return context.getNodeParameter('options.maxConcurrency', 0, DEFAULT_LANES);
	} catch {
		// Its options are read for each item as well, and there the message finds its item.
		return DEFAULT_LANES;
	}
}

/**
 * Without Continue On Fail the first failure stops the run: what is in flight ends, nothing new begins.
 * @returns the first item, in their order, whose failure stopped the run
 */
async function runTasks(
	tasks: Array<Task | Error>,
	endings: Ending[],
	service: FlowService,
	lanes: number,
	goesOn: boolean,
): Promise<number | undefined> {
	let stoppedBy: number | undefined;
	const queue: Queued[] = [];
	for (const [index, task] of tasks.entries()) {
		if (task instanceof Error) {
			endings[index] = { error: task };
			continue;
		}
		const work = async () => {
			const ending = await endingOf(task, service);
			endings[index] = ending;
			if ('error' in ending && !(goesOn && isForItem(ending.error))) {
				stoppedBy = Math.min(index, stoppedBy ?? index);
			}
		};
		queue.push({ line: task.line, work });
	}
	await runInLanes(queue, lanes, () => stoppedBy !== undefined);
	return stoppedBy;
}

async function endingOf(task: Task, service: FlowService): Promise<NonNullable<Ending>> {
	const item = new ItemScope(task.secrets);
	try {
		return { output: await task.run(service, item), change: item.change };
	} catch (error) {
		return { error: error as Error, change: item.change };
	}
}

/** What Node.js itself throws is a mistake in the code; refusals, and what n8n says of expressions, are the item's own. */
function isMistake(error: Error): boolean {
	return error instanceof TypeError || error instanceof ReferenceError;
}

/** Refusals and failures are the item's own; a cancellation or a mistake in the code is not. */
function isForItem(error: Error): boolean {
	return error instanceof Failure || error instanceof Refusal;
}

function alreadyWritten(endings: Ending[]): string {
	const ids: Record<Change['how'], string[]> = { created: [], updated: [], deleted: [] };
	for (const ending of endings) {
		if (ending?.change) ids[ending.change.how].push(ending.change.id);
	}
	return Object.entries(ids)
		.filter(([, list]) => list.length > 0)
		.map(([how, list]) => `Before it stopped, this run ${how}: ${list.join(', ')}.`)
		.join(' ');
}

function outputs(endings: Ending[]): INodeExecutionData[] {
	return endings.flatMap((ending, item) => {
		if (!ending) return [];
		const pairedItem = { item };
		if ('output' in ending) return ending.output.map((json) => ({ json, pairedItem }));
		return [{ json: { error: combinedText(ending.error) }, pairedItem }];
	});
}
