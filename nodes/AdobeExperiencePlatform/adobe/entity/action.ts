import type { ApiClient, Call } from '../apiClient';
import { BOUNDS } from '../bounds';
import { Failure, listed } from '../errors/failure';
import { asRecord } from '../json';
import { nameOf, type Entity, type EntityKind, entityPath } from './kind';
import { getEntity } from './read';
import { readErrorAnswer } from '../errors/errorAnswer';
import { isSuccess, type Outcome, hasStatus } from '../outcome';

const MOST_ERRORS = 5;

/**
 * Waits until an entity is not busy any more: the service carries out updates, enabling and disabling
 * of dataflows after it has answered, within a few seconds (contract.md, dataflows). Waits for the
 * state, since `lastOperation.updated` may stay 0.
 * @param since when the change was asked for, in local epoch milliseconds; without it, how an earlier
 * change went is nothing that the caller asks
 * @param before the entity before the change: its last operation is an earlier one
 * @returns the entity as it is then
 * @throws Failure where it takes too long, or the service says that the change failed
 */
export async function waitUntilSettled<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	id: string,
	since?: number,
	before?: Entity,
): Promise<T> {
	const { execution } = client;
	const until = execution.timer.now() + BOUNDS.settle;
	for (;;) {
		const entity = await getEntity<T>(client, kind, id);
		const { state = '' } = entity;
		if (!kind.busyStates?.includes(state)) {
			if (since !== undefined && !isSameOperation(entity, before)) {
				refuseFailedOperation(client, kind, entity, since);
			}
			return entity;
		}
		if (execution.timer.now() >= until) {
			throw new Failure(
				`The change of ${nameOf(kind, entity.name ?? id)} is not finished yet`,
				`Adobe took it, and after ${BOUNDS.settle / 1000} seconds the state is still ${state}. Look at it with Get later; other changes are refused until then.`,
			);
		}
		await execution.wait(BOUNDS.settlePause);
	}
}

/** Times of operations may be 0, so that only a different operation can be distinguished from an earlier one. */
function isSameOperation({ lastOperation }: Entity, before: Entity | undefined): boolean {
	if (before === undefined || lastOperation === undefined) return false;
	return JSON.stringify(lastOperation) === JSON.stringify(before.lastOperation);
}

/** What `lastOperation` says of the change, where the service shows it. */
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
	// Where the service does not say when, it can only be the last one that was asked for.
	if (Number(started) > 0 && Number(started) < earliest) return;
	const errors = Array.isArray(status.errors) ? status.errors : [];
	const said = errors
		.map((error) => [asRecord(error).code, asRecord(error).message].filter(Boolean).join(': '))
		.filter(Boolean);
	throw client.clear(
		new Failure(
			`Adobe could not carry out the change of ${nameOf(kind, entity.name ?? entity.id)}`,
			`It had accepted the change first. ${said.length > 0 ? `Adobe says: ${listed(said, MOST_ERRORS, '; ')}.` : 'It gives no reason.'}`,
		),
	);
}

/** An action that brings an entity into a state: asking for it again changes nothing. */
interface StateAction {
	/** As the query wants it: `enable`. */
	op: string;
	/** The state that it leads to: `enabled`. */
	state: string;
}

/**
 * Brings an entity into a state by `POST …/action?op=` and waits until it is there. If it is there already nothing
 * is sent, so an unclear or repeated try does no harm; a service that is busy with another change is waited
 * for. Once accepted it is not sent again: the service may show the old state for a while.
 * @returns the entity as it is then
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
		const { outcome } = await client.sendUntilUnclear({
			method: 'POST',
			path: `${entityPath(kind, id)}/action`,
			query: [['op', op]],
			noun: kind.noun,
			write,
		});
		if (isSuccess(outcome)) {
			item.noteChange(id, 'updated');
			item.settle(write);
			return await untilShown(client, kind, before, since, state);
		}
		if (!isBusy(kind, outcome) && !isUnclear(outcome)) {
			throw client.failure(outcome, kind.noun, tries);
		}
		if (execution.timer.now() >= until || !client.mayGoOn(tries, BOUNDS.settlePause)) {
			throw client.failure(outcome, kind.noun, tries);
		}
		await execution.wait(BOUNDS.settlePause);
	}
}

/** Waits until an accepted change shows. If that takes too long it is still an accepted one. */
async function untilShown<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	before: T,
	since: number,
	state: string,
): Promise<T> {
	const { execution, item } = client;
	const until = execution.timer.now() + BOUNDS.settle;
	for (;;) {
		item.renewBudget();
		const entity = await waitUntilSettled<T>(client, kind, before.id, since, before);
		if (entity.state === state) return entity;
		if (execution.timer.now() >= until) {
			execution.hints.add(
				`Adobe accepted the change of ${nameOf(kind, entity.name ?? entity.id)} to ${state}, and still shows ${entity.state ?? 'no state'} after ${BOUNDS.settle / 1000} seconds. Check it later with Get.`,
			);
			return entity;
		}
		await execution.wait(BOUNDS.settlePause);
	}
}

function isUnclear(outcome: Outcome): boolean {
	return outcome.kind === 'network' || (outcome.kind === 'answer' && outcome.status >= 500);
}

/** Whether the service refuses a change since another one is still under way. */
export function isBusy({ busyCodes = [] }: EntityKind, outcome: Outcome): boolean {
	return outcome.kind === 'answer' && busyCodes.includes(readErrorAnswer(outcome).code ?? '');
}

/**
 * Deletes one entity. A 404 after a try without a clear answer means that this try did it; a service
 * that is busy with a change of it is waited for.
 * @throws Failure where the service refuses, or there is none
 */
export async function deleteEntity(client: ApiClient, kind: EntityKind, id: string): Promise<void> {
	const { noun } = kind;
	const { timer } = client.execution;
	const write = { how: 'deleted', what: `the ${noun} ${id}` } as const;
	const request = kind.removal?.(id) ?? { method: 'DELETE', path: entityPath(kind, id) };
	const call: Call = { ...request, noun, write };
	const until = timer.now() + BOUNDS.settle;
	let sent = await client.send(call);
	while (isBusy(kind, sent.outcome) && timer.now() < until) {
		await client.execution.wait(BOUNDS.settlePause);
		sent = await client.send(call);
	}
	if (sent.unclear && hasStatus(sent.outcome, 404)) client.item.settle(write);
	else client.answerOf(sent, noun);
	client.item.noteChange(id, 'deleted');
}
