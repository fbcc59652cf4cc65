import type { ApiClient } from '../apiClient';
import { BOUNDS } from '../bounds';
import { Failure } from '../errors/failure';
import { asRecord } from '../json';
import { listed } from '../listed';
import { nameOf, type Entity, type EntityKind } from './kind';
import { getEntity } from './read';

const MOST_ERRORS = 5;

/**
 * Waits until an entity is not busy any more: the service carries out updates, enabling and disabling
 * of dataflows after it has answered, within some seconds (contract.md, dataflows). Waits for the
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
	const { run } = client;
	const until = run.timer.now() + BOUNDS.settle;
	for (;;) {
		const entity = await getEntity<T>(client, kind, id);
		if (!kind.busyStates?.includes(entity.state ?? '')) {
			if (since !== undefined && !isSameOperation(entity, before)) {
				refuseFailedOperation(client, kind, entity, since);
			}
			return entity;
		}
		if (run.timer.now() >= until) {
			throw new Failure(
				`The change of ${nameOf(kind, entity.name ?? id)} is not finished yet`,
				`Adobe took it, and after ${BOUNDS.settle / 1000} seconds the state is still ${entity.state ?? 'unknown'}. Look at it with Get later; other changes are refused until then.`,
			);
		}
		await run.wait(BOUNDS.settlePause);
	}
}

/** Times of operations may be 0, so that only another operation can be told from an earlier one. */
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
	const earliest = client.run.clock.noEarlierThan(since) - BOUNDS.clockSkew;
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
