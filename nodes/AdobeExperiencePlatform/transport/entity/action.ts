import type { ApiClient } from '../apiClient';
import { BOUNDS } from '../bounds';
import { readErrorAnswer } from '../errors/errorAnswer';
import { isSuccess, type Outcome } from '../outcome';
import { entityPath, nameOf, type Entity, type EntityKind } from './kind';
import { waitUntilSettled } from './settle';

/** An action that brings an entity into a state: asking for it again changes nothing. */
export interface StateAction {
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
	const { run, item } = client;
	const write = { how: 'updated', what: `the ${kind.noun} ${id}` } as const;
	const until = run.timer.now() + BOUNDS.settle;
	let since: number | undefined;
	let before: T | undefined;
	for (let tries = 1; ; tries++) {
		const entity = await waitUntilSettled<T>(client, kind, id, since, before);
		if (entity.state === state) {
			item.settle(write);
			return entity;
		}
		since ??= run.timer.now();
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
		if (run.timer.now() >= until || !client.mayGoOn(tries, BOUNDS.settlePause)) {
			throw client.failure(outcome, kind.noun, tries);
		}
		await run.wait(BOUNDS.settlePause);
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
	const { run, item } = client;
	const until = run.timer.now() + BOUNDS.settle;
	for (;;) {
		item.renewBudget();
		const entity = await waitUntilSettled<T>(client, kind, before.id, since, before);
		if (entity.state === state) return entity;
		if (run.timer.now() >= until) {
			run.warnings.add(
				`Adobe accepted the change of ${nameOf(kind, entity.name ?? entity.id)} to ${state}, and still shows ${entity.state ?? 'no state'} after ${BOUNDS.settle / 1000} seconds. Check it later with Get.`,
			);
			return entity;
		}
		await run.wait(BOUNDS.settlePause);
	}
}

function isUnclear(outcome: Outcome): boolean {
	return outcome.kind === 'network' || (outcome.kind === 'answer' && outcome.status >= 500);
}

/** Whether the service refuses a change since another one is still under way. */
export function isBusy({ busyCodes = [] }: EntityKind, outcome: Outcome): boolean {
	return outcome.kind === 'answer' && busyCodes.includes(readErrorAnswer(outcome).code ?? '');
}
