import { Refusal, Failure, Cancelled, asFailure } from '../adobe/errors/failure';
import { BOUNDS } from '../adobe/waits';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../node/messages';
import { ItemScope } from '../adobe/execution';
import { redactDeep } from '../adobe/redact';
import { Session } from '../adobe/session';
import { type Watch, readWatch } from './events';
import { firstMemory, newestEvent, pollRuns } from './pollRuns';
import { readMemory, type RunMemory } from './runMemory';

/** The first memories in what n8n stores for the whole workflow, by node name, since a copied node keeps its ID. */
const FIRST = 'adobeExperiencePlatformTrigger';

/**
 * The memories of triggers that had nothing to report since, by the key of the trigger. n8n stores a memory only with
 * items, and its durable scheduler loads the stored one for each poll.
 */
const progress = new Map<string, RunMemory>();
const MOST_PROGRESS = 500;

/** How long n8n lets a poll run, in milliseconds; undefined if n8n does not limit it. */
function budgetOf(context: IPollFunctions): number | undefined {
	// Only newer versions of n8n have it.
	const given = (context as { getPollBudgetMs?(): number }).getPollBudgetMs?.();
	return given !== undefined && given > 0 ? given : undefined;
}

function newRevision(): string {
	return `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

function madeAt(revision = ''): number {
	return Number.parseInt(revision, 10) || 0;
}

/** The memory of one trigger, as n8n stores it. */
export class Stored {
	/** What n8n stores for the node between polls. */
	private readonly data: { memory?: RunMemory };

	constructor(
		private readonly context: IPollFunctions,
		private readonly key: string,
		readonly watched: string,
		private readonly formerly: string,
	) {
		this.data = context.getWorkflowStaticData('node');
	}

	/** @returns undefined if there is none, or if it belongs to something else */
	read(): RunMemory | undefined {
		const stored = readMemory(this.data.memory, this.watched, this.formerly) ?? this.readHandedOn();
		const known = progress.get(this.key);
		const isFurther = known?.watched === this.watched && known.revision === stored?.revision;
		return isFurther ? known : stored;
	}

	/**
	 * Stores the first memory after an activation. n8n's durable cursors discard what this poll leaves in the node's
	 * data, but keep the data of the workflow, where the first scheduled poll finds it.
	 */
	begin(memory: RunMemory): void {
		this.write(memory, false);
		if (budgetOf(this.context) === undefined) return;
		const shared = this.context.getWorkflowStaticData('global');
		const { name } = this.context.getNode();
		shared[FIRST] = { ...this.handedOn, [name]: memory as RunMemory & IDataObject };
	}

	/** @param hasItems whether runs are reported with it */
	write(memory: RunMemory, hasItems: boolean): void {
		this.data.memory = memory;
		if (hasItems) {
			progress.delete(this.key);
			return;
		}
		if (progress.size >= MOST_PROGRESS) progress.clear();
		progress.set(this.key, memory);
	}

	/**
	 * A node that was renamed twice would find an old memory here. Its own memory is newer, whatever it belongs to.
	 */
	private readHandedOn(): RunMemory | undefined {
		const handed = readMemory(this.handedOn[this.context.getNode().name], this.watched);
		const isNewer = madeAt(handed?.revision) >= madeAt(this.data.memory?.revision);
		return isNewer ? handed : undefined;
	}

	private get handedOn(): IDataObject {
		if (budgetOf(this.context) === undefined) return {};
		const { [FIRST]: handed } = this.context.getWorkflowStaticData('global');
		return (handed ?? {}) as IDataObject;
	}
}

/** Why a poll failed, in n8n's words. Since 2.41, n8n derives the pause before the next poll from it. */
type FailureCause =
	| 'rate-limited'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** HTTP status codes that only a person can fix. */
const NEEDS_A_PERSON: Record<string, FailureCause> = {
	'400': 'configuration-invalid',
	'401': 'credential-invalid',
	'403': 'configuration-invalid',
	'404': 'configuration-invalid',
};

function causeOf(error: Failure | Refusal): FailureCause {
	if (error instanceof Refusal) return 'configuration-invalid';
	const { httpCode = '' } = error;
	if (httpCode === '429') return 'rate-limited';
	return NEEDS_A_PERSON[httpCode] ?? 'temporarily-unavailable';
}

interface Running {
	/** What n8n stores for the node. If it is another object, n8n has reloaded the workflow. */
	data: object;
	/** By the local clock. A poll that hangs is ignored after this time. */
	endsAt: number;
	stop: AbortController;
}

/** Polls in progress, by workflow and node name. n8n may start a poll while another one is still running. */
const polls = new Map<string, Running>();

/**
 * Runs one poll of a trigger at a time. If n8n has reloaded the workflow, the earlier poll is stopped and returns
 * nothing. n8n 2.8 would start an execution for its items, and the new poll finds the same runs.
 * @param data what n8n stores for the node
 * @param work what to do until the signal ends it
 * @returns undefined if the poll was skipped or stopped
 */
async function onePollAtATime<T>(
	key: string,
	data: object,
	work: (stopped: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
	const other = polls.get(key);
	if (other?.data === data && Date.now() < other.endsAt) return undefined;
	other?.stop.abort();
	const own = { data, endsAt: Date.now() + BOUNDS.poll, stop: new AbortController() };
	const { signal } = own.stop;
	polls.set(key, own);
	try {
		const result = await work(signal).catch(async (error: unknown) =>
			signal.aborted ? undefined : await Promise.reject(error as Error),
		);
		return signal.aborted ? undefined : result;
	} finally {
		if (polls.get(key) === own) polls.delete(key);
	}
}

/** The result of `work`, unless the signal comes first. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	let onAbort = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(new Cancelled());
		if (signal.aborted) onAbort();
		else signal.addEventListener('abort', onAbort);
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

const REQUEST_SECONDS = 30;
/** Share of n8n's poll time that the poll uses. The rest is for n8n itself. */
const SHARE_OF_BUDGET = 0.9;
/** Share of the poll's time for reading lists. The rest is for reporting. */
const SHARE_OF_READING = 0.7;

/**
 * One poll of the trigger, within the time that n8n allows. It reports what it has read, and its memory says where
 * the next poll continues. A failed poll leaves the memory unchanged.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const time = timeOf(context);
	const ended = AbortSignal.timeout(time);
	const polled =
		context.getMode() === 'manual'
			? new Poll(context, ended).example()
			: onePollAtATime(
					keyOf(context),
					context.getWorkflowStaticData('node'),
					async (stopped) =>
						await new Poll(context, AbortSignal.any([ended, stopped])).report(stopped),
				);
	const items = await polled.catch(async (error: unknown) => {
		const problem =
			error instanceof Refusal
				? error
				: error instanceof Cancelled
					? tooSlow(time)
					: await asFailure(error);
		const failure = { cause: causeOf(problem) };
		throw Object.assign(toNodeError(context.getNode(), problem), { failure });
	});
	return items && items.length > 0 ? [items.map((json) => ({ json }))] : null;
}

/** A copied node has the same ID, but another name. */
function keyOf(context: IPollFunctions): string {
	return JSON.stringify([context.getWorkflow().id ?? '', context.getNode().name]);
}

function timeOf(context: IPollFunctions): number {
	const given = (budgetOf(context) ?? Infinity) * SHARE_OF_BUDGET;
	return Math.ceil(Math.min(BOUNDS.poll, given));
}

class Poll {
	private readonly startedAt = Date.now();

	private readonly scope = new ItemScope();

	constructor(
		private readonly context: IPollFunctions,
		private readonly signal: AbortSignal,
	) {}

	async example(): Promise<IDataObject[]> {
		const { asking, watch, clear } = await this.open();
		return clear([await newestEvent(asking, watch)]);
	}

	/** @param stopped once it is aborted, the memory belongs to another poll */
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
				readUntil: client.execution.timer.now() + timeOf(context) * SHARE_OF_READING - opening,
			},
			clear: (items: IDataObject[]) => redactDeep(items, client.redactor),
		};
	}
}

/** What a memory belongs to, now and in the words of version 1.1.0. The order of the events does not matter. */
function watchedOf(
	context: IPollFunctions,
	[organization, sandbox]: readonly [string, string],
	{ dataflowId, events }: Watch,
): [watched: string, formerly: string] {
	const scope = [organization, sandbox, dataflowId];
	const owner = [context.getWorkflow().id ?? '', context.getNode().name];
	return [JSON.stringify([...owner, ...scope, [...new Set(events)].sort()]), JSON.stringify(scope)];
}

function tooSlow(time: number): Failure {
	const seconds = Math.max(1, Math.round(time / 1000));
	return new Failure(
		`Adobe or the credential did not answer within ${seconds} seconds`,
		'Nothing is lost. The next poll starts where this one started.',
	);
}
