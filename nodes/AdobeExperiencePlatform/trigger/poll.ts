import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../actions/errors';
import { Refusal } from '../actions/refusal';
import { asChoice, asList, asText, isId } from '../actions/values';
import { asFailure, Cancelled, Failure } from '../transport/errors/failure';
import { ItemScope } from '../transport/item';
import { redactDeep } from '../transport/redact';
import { Session } from '../transport/session';
import { RUN_EVENTS, type RunEvent } from './events';
import { firstMemory, newestEvent, pollRuns, type Watch } from './pollRuns';
import { isMemory, type RunMemory } from './runMemory';

/** Below n8n's shortest poll interval of a minute. Milliseconds. */
const LONGEST_POLL = 50_000;
const REQUEST_SECONDS = 30;
const DEFAULT_LIMIT = 50;

/** Triggers that poll at the moment: n8n may start a poll while the last one is still under way. */
const polling = new Set<string>();

/** What n8n keeps for the node from poll to poll. */
interface StaticData extends IDataObject {
	memory?: RunMemory & IDataObject;
}

/**
 * One poll of the trigger. Its memory changes only after everything has been read: what goes wrong
 * leaves it as it was, and the next poll begins where this one began.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const key = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	const isTest = context.getMode() === 'manual';
	if (!isTest && polling.has(key)) return null;
	if (!isTest) polling.add(key);
	try {
		const items = await pollOnce(context, isTest).catch(asProblem);
		if (items instanceof Error) throw toNodeError(context.getNode(), items);
		return items.length > 0 ? [items.map((json) => ({ json }))] : null;
	} finally {
		if (!isTest) polling.delete(key);
	}
}

function asProblem(error: unknown): Failure | Refusal | Promise<never> {
	if (error instanceof Refusal) return error;
	return error instanceof Cancelled ? tooSlow() : asFailure(error);
}

async function pollOnce(context: IPollFunctions, isTest: boolean): Promise<IDataObject[]> {
	const session = await Session.open(context, AbortSignal.timeout(LONGEST_POLL));
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const sandboxName = String(options.sandboxName ?? '').trim();
	const settings = { timeout: REQUEST_SECONDS, sandboxName: sandboxName || undefined };
	const scope = new ItemScope();
	const client = session.client(settings, scope);
	const readOnce = session.readOnceIn(settings);
	const watch = readWatch(context, options);
	const clear = (items: IDataObject[]) => redactDeep(items, session.redactor(scope));
	if (isTest) return clear([await newestEvent(client, readOnce, watch)]);

	const data = context.getWorkflowStaticData('node') as StaticData;
	const watched = JSON.stringify([
		session.credential.text('organizationId'),
		sandboxName || session.credential.text('sandboxName'),
		watch.dataflowId,
	]);
	if (!isMemory(data.memory, watched)) {
		data.memory = { ...(await firstMemory(client, watched, watch)) };
		context.logger.info(
			'Adobe Experience Platform Trigger starts from now: runs that have finished already are not reported',
		);
		return [];
	}
	const { memory, items } = await pollRuns(client, readOnce, data.memory, watch);
	data.memory = { ...memory };
	return clear(items);
}

function readWatch(context: IPollFunctions, options: IDataObject): Watch {
	const asked = asList(context.getNodeParameter('events', ['failed']), 'events');
	const events = asked.map((event) => asChoice<RunEvent>(event, 'events', RUN_EVENTS));
	if (events.length === 0) {
		throw new Refusal(
			'No event is chosen',
			'Choose under Events what the workflow shall start for.',
		);
	}
	const given = context.getNodeParameter('dataflowId', '', { extractValue: true });
	const dataflowId = asText(given, 'dataflow');
	if (dataflowId !== '' && !isId(dataflowId)) {
		throw new Refusal(
			'Dataflow is not a dataflow ID',
			'Choose a dataflow from the list, or give its ID alone; leave it empty for all dataflows.',
		);
	}
	const limit = Number(options.limit ?? DEFAULT_LIMIT);
	if (!(limit >= 1)) {
		throw new Refusal('Limit is below 1', 'Give a number from 1 on, or remove the option.');
	}
	return { events, dataflowId, limit: Math.floor(limit) };
}

function tooSlow(): Failure {
	return new Failure(
		`Adobe did not answer within ${LONGEST_POLL / 1000} seconds`,
		'The next poll begins where this one began: nothing is lost.',
	);
}
