import type { ApiClient, Call, Sent } from '../apiClient';
import { BOUNDS, waitUntil } from '../waits';
import { Failure, listed } from '../errors/failure';
import { asRecord } from '../json';
import { nameOf, type Entity, type EntityKind, entityPath } from './kind';
import { getEntity } from './read';
import { readErrorAnswer } from '../errors/errorAnswer';
import { isSuccess, type Outcome, hasStatus } from '../outcome';

const MOST_ERRORS = 5;

/**
 * Waits until an entity is no longer busy. Adobe responds before it has updated, enabled or disabled a
 * dataflow, and needs a few more seconds (contract.md, dataflows). Only the state shows when it is done, since
 * `lastOperation.updated` may stay 0.
 * @param since when the change was requested, in local epoch milliseconds. Without it, the outcome of the
 * last change is not checked
 * @param before the entity before the change, which shows an earlier operation
 * @throws Failure if it takes too long, or the change failed
 */
export async function waitUntilSettled<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	id: string,
	since?: number,
	before?: Entity,
): Promise<T> {
	let name = id;
	let state = '';
	const settled = await waitUntil(client, {
		limit: BOUNDS.settle,
		pause: BOUNDS.settlePause,
		async look() {
			const entity = await getEntity<T>(client, kind, id);
			({ name = id, state = '' } = entity);
			return kind.busyStates?.includes(state) ? undefined : entity;
		},
		tooLong() {
			throw new Failure(
				`The change of ${nameOf(kind, name)} is not finished yet`,
				`Adobe accepted it, but the state is still ${state} after ${BOUNDS.settle / 1000} seconds. Check it later with Get. Until then, other changes are refused.`,
			);
		},
	});
	if (since !== undefined && !isSameOperation(settled, before)) {
		refuseFailedOperation(client, kind, settled, since);
	}
	return settled;
}

/** Times of operations may be 0, so only a different operation is certainly a later one. */
function isSameOperation({ lastOperation }: Entity, before: Entity | undefined): boolean {
	if (before === undefined || lastOperation === undefined) return false;
	return JSON.stringify(lastOperation) === JSON.stringify(before.lastOperation);
}

/** @throws Failure if `lastOperation` says that the change failed */
function refuseFailedOperation(
	client: ApiClient,
	kind: EntityKind,
	entity: Entity,
	since: number,
): void {
	const { started, status: lastStatus } = asRecord(entity.lastOperation);
	const status = asRecord(lastStatus);
	if (String(status.value ?? '').toLowerCase() !== 'failed') return;
	const earliest = client.execution.clock.noEarlierThan(since) - BOUNDS.clockSkew;
	// Without a time, it can only be the last one that was requested.
	if (Number(started) > 0 && Number(started) < earliest) return;
	const errors = Array.isArray(status.errors) ? status.errors : [];
	const said = errors
		.map((error) => [asRecord(error).code, asRecord(error).message].filter(Boolean).join(': '))
		.filter(Boolean);
	throw client.clear(
		new Failure(
			`Adobe could not carry out the change of ${nameOf(kind, entity.name ?? entity.id)}`,
			`It had accepted the change before. ${said.length > 0 ? `Adobe says: ${listed(said, MOST_ERRORS, '; ')}.` : 'It gives no reason.'}`,
		),
	);
}

/** An action that brings an entity into a state. Repeating it changes nothing. */
interface StateAction {
	/** Its name in the query: `enable`. */
	op: string;
	/** The state that it leads to: `enabled`. */
	state: string;
}

/**
 * Brings an entity into a state by `POST …/action?op=` and waits until it shows that state. Nothing is sent if it
 * already does, so an unclear or repeated try does no harm. It waits while the service is busy with another
 * change. An accepted action is not sent again, since the service may show the old state for a while.
 *
 * The loop is its own: each round acts, and tries and budget of the item limit it as well.
 */
export async function bringToState<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	id: string,
	{ op, state }: StateAction,
): Promise<T> {
	const { execution, item } = client;
	const write = { how: 'updated', what: `the ${kind.noun} ${id}` } as const;
	const until = execution.timer.now() + BOUNDS.settle;
	let since: number | undefined;
	let before: T | undefined;
	for (let tries = 1; ; tries++) {
		const entity = await waitUntilSettled<T>(client, kind, id, since, before);
		if (entity.state === state) {
			item.settle(write);
			return entity;
		}
		since ??= execution.timer.now();
		before ??= entity;
		const sent = await client.sendUntilUnclear({
			method: 'POST',
			path: `${entityPath(kind, id)}/action`,
			query: [['op', op]],
			noun: kind.noun,
			write,
		});
		const { outcome } = sent;
		if (isSuccess(outcome)) {
			item.noteChange(id, 'updated');
			item.settle(write);
			return await untilShown(client, kind, before, since, state);
		}
		if (!isBusy(kind, outcome) && !isUnclear(outcome)) {
			throw client.failure({ ...sent, tries });
		}
		if (execution.timer.now() >= until || !client.mayGoOn(tries, BOUNDS.settlePause)) {
			throw client.failure({ ...sent, tries });
		}
		await execution.wait(BOUNDS.settlePause);
	}
}

/** Waits until an accepted change shows. It stays an accepted one if that takes too long. */
async function untilShown<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	before: T,
	since: number,
	state: string,
): Promise<T> {
	let entity = before;
	return await waitUntil(client, {
		limit: BOUNDS.settle,
		pause: BOUNDS.settlePause,
		renewsBudget: true,
		async look() {
			entity = await waitUntilSettled<T>(client, kind, before.id, since, before);
			return entity.state === state ? entity : undefined;
		},
		tooLong() {
			client.execution.hints.add(
				`Adobe accepted the change of ${nameOf(kind, entity.name ?? entity.id)} to ${state}, but still shows ${entity.state ?? 'no state'} after ${BOUNDS.settle / 1000} seconds. Check it later with Get.`,
			);
			return entity;
		},
	});
}

function isUnclear(outcome: Outcome): boolean {
	return outcome.kind === 'network' || (outcome.kind === 'answer' && outcome.status >= 500);
}

/** Whether the service refuses a change because another one is still in progress. */
export function isBusy({ busyCodes = [] }: EntityKind, outcome: Outcome): boolean {
	if (outcome.kind !== 'answer') return false;
	const [code = ''] = readErrorAnswer(outcome).codes;
	return busyCodes.includes(code);
}

/**
 * Deletes one entity, and waits while the service is busy with a change of it. A 404 after an unclear try
 * means that this try deleted it.
 * @throws Failure if the service refuses, or there is none
 */
export async function deleteEntity(client: ApiClient, kind: EntityKind, id: string): Promise<void> {
	const { noun } = kind;
	const write = { how: 'deleted', what: `the ${noun} ${id}` } as const;
	const request = kind.removal?.(id) ?? { method: 'DELETE', path: entityPath(kind, id) };
	const call: Call = { ...request, noun, write };
	let sent: Sent;
	sent = await waitUntil(client, {
		limit: BOUNDS.settle,
		pause: BOUNDS.settlePause,
		async look() {
			sent = await client.send(call);
			return isBusy(kind, sent.outcome) ? undefined : sent;
		},
		tooLong: () => sent,
	});
	if (sent.unclear && hasStatus(sent.outcome, 404)) client.item.settle(write);
	else client.answerOf(sent);
	client.item.noteChange(id, 'deleted');
}
