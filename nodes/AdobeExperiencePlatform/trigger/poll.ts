import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../actions/errors';
import { Refusal } from '../actions/refusal';
import { BOUNDS } from '../transport/bounds';
import { asFailure, Cancelled, Failure } from '../transport/errors/failure';
import { ItemScope } from '../transport/item';
import { redactDeep } from '../transport/redact';
import { Session } from '../transport/session';
import { failureKind } from './failureKind';
import { onePollAtATime, unlessAborted } from './onePoll';
import type { Watch } from './pollReading';
import { firstMemory, newestEvent, pollRuns } from './pollRuns';
import { budgetOf, newRevision, Stored } from './stored';
import { readWatch } from './watch';

const REQUEST_SECONDS = 30;
/** Of the time that n8n gives; the rest is n8n's own. */
const SHARE_OF_BUDGET = 0.9;
/** Of the poll's time, for reading lists; the rest is for what is to be reported. */
const SHARE_OF_READING = 0.7;

/**
 * One poll of the trigger, within the time that n8n gives it. It reports what it has read, and its memory
 * says where the next one goes on. A poll that fails leaves the memory as it was.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const items =
		context.getMode() === 'manual'
			? await oneOf(context, async (signal) => await new Poll(context, signal).example())
			: await onePollAtATime(
					keyOf(context),
					context.getWorkflowStaticData('node'),
					async (stopped) =>
						await oneOf(
							context,
							async (signal) => await new Poll(context, signal).report(stopped),
							stopped,
						),
				);
	return items && items.length > 0 ? [items.map((json) => ({ json }))] : null;
}

/** Two triggers with one node ID, as a copied node has it, have different names. */
function keyOf(context: IPollFunctions): string {
	return JSON.stringify([context.getWorkflow().id ?? '', context.getNode().name]);
}

function timeOf(context: IPollFunctions): number {
	const given = (budgetOf(context) ?? Infinity) * SHARE_OF_BUDGET;
	return Math.ceil(Math.min(BOUNDS.poll, given));
}

async function oneOf(
	context: IPollFunctions,
	work: (signal: AbortSignal) => Promise<IDataObject[]>,
	stopped?: AbortSignal,
): Promise<IDataObject[]> {
	const time = timeOf(context);
	const timeout = AbortSignal.timeout(time);
	const signal = stopped ? AbortSignal.any([timeout, stopped]) : timeout;
	const items = await work(signal).catch((error: unknown) => asProblem(error, time));
	if (!(items instanceof Error)) return items;
	throw Object.assign(toNodeError(context.getNode(), items), { failure: failureKind(items) });
}

function asProblem(error: unknown, time: number): Failure | Refusal | Promise<never> {
	if (error instanceof Refusal) return error;
	return error instanceof Cancelled ? tooSlow(time) : asFailure(error);
}

/** One poll with what it has opened. */
class Poll {
	private readonly startedAt = Date.now();

	private readonly scope = new ItemScope();

	constructor(
		private readonly context: IPollFunctions,
		private readonly signal: AbortSignal,
	) {}

	/** An example for the editor. */
	async example(): Promise<IDataObject[]> {
		const { asking, watch, clear } = await this.open();
		return clear([await newestEvent(asking, watch)]);
	}

	/** @param stopped once aborted, the memory is somebody else's */
	async report(stopped: AbortSignal): Promise<IDataObject[]> {
		const { context } = this;
		const { asking, watch, clear, scope } = await this.open();
		const stored = new Stored(context, keyOf(context), ...watchedOf(context, scope, watch));
		const memory = stored.read();
		if (!memory) {
			const first = await firstMemory(asking, stored.watched, watch, newRevision());
			if (stopped.aborted) return [];
			stored.begin(first);
			context.logger.info(
				'Adobe Experience Platform Trigger starts from now: runs that have finished already are not reported',
			);
			return [];
		}
		const polled = await pollRuns(asking, memory, watch, newRevision());
		const items = clear(polled.items);
		if (stopped.aborted) return [];
		stored.write(polled.memory, items.length > 0);
		return items;
	}

	private async open() {
		const { context, signal, startedAt } = this;
		const session = await unlessAborted(signal, Session.open(context, signal));
		const options = context.getNodeParameter('options', {}) as IDataObject;
		const sandboxName = String(options.sandboxName ?? '').trim();
		const settings = { timeout: REQUEST_SECONDS, sandboxName: sandboxName || undefined };
		const { credential } = session;
		const client = session.client(settings, this.scope);
		const opening = Date.now() - startedAt;
		const sandbox = sandboxName || credential.text('sandboxName');
		return {
			watch: readWatch(context, options),
			scope: [credential.text('organizationId'), sandbox] as const,
			asking: {
				client,
				readOnce: session.readOnceIn(settings),
				readUntil: client.run.timer.now() + timeOf(context) * SHARE_OF_READING - opening,
			},
			clear: (items: IDataObject[]) => redactDeep(items, session.redactor(this.scope)),
		};
	}
}

/** To what a memory belongs, and how version 1.1.0 wrote that. The order of the events does not matter. */
function watchedOf(
	context: IPollFunctions,
	[organization, sandbox]: readonly [string, string],
	{ dataflowId, events }: Watch,
): [watched: string, formerly: string] {
	const place = [organization, sandbox, dataflowId];
	const owner = [context.getWorkflow().id ?? '', context.getNode().name];
	return [JSON.stringify([...owner, ...place, [...new Set(events)].sort()]), JSON.stringify(place)];
}

function tooSlow(time: number): Failure {
	const seconds = Math.max(1, Math.round(time / 1000));
	return new Failure(
		`Adobe or the credential did not answer within ${seconds} seconds`,
		'Nothing is lost: the next poll begins where this one began.',
	);
}
