import type { ApiClient } from '../../transport/apiClient';
import { BOUNDS } from '../../transport/bounds';
import { deleteEntity } from '../../transport/entity/delete';
import type { Entity } from '../../transport/entity/kind';
import { asFailure } from '../../transport/errors/failure';
import { isUsed, type PartKind } from './parts';

interface Leftover {
	kind: PartKind;
	part: Entity;
}

/** So many budgets after a part was made, the item that made it is no longer at work. */
const SURELY_OVER = 2;

/** Parts that earlier tries of a dataflow have made, and that it does not use now that it is there. */
export class Leftovers {
	private readonly found: Leftover[] = [];

	add(kind: PartKind, part: Entity): void {
		this.found.push({ kind, part });
	}

	/**
	 * Removes those that no dataflow uses. What is younger than an item may take can be another
	 * execution's that is still at work: it stays. Whatever stays is named, and is no failure: the
	 * dataflow is there.
	 */
	async remove(client: ApiClient): Promise<void> {
		for (const { kind, part } of this.found) {
			const why = await this.removeOne(client, { kind, part }).catch(
				async (error: unknown) => (await asFailure(error)).message,
			);
			if (why === undefined) continue;
			client.run.warnings.add(
				`An earlier try has left the ${kind.noun} ${part.id} behind, which no dataflow uses, and it was not removed: ${why}. Delete it if nothing else needs it.`,
			);
		}
	}

	/** @returns why it stays although nothing uses it */
	private async removeOne(
		client: ApiClient,
		{ kind, part: { id, createdAt } }: Leftover,
	): Promise<string | undefined> {
		if (await isUsed(client, kind, id)) return undefined;
		const { clock, timer } = client.run;
		const age = clock.noEarlierThan(timer.now()) - (createdAt ?? Infinity);
		if (age <= SURELY_OVER * BOUNDS.itemBudget)
			return 'it is so new that another execution may be about to use it';
		await deleteEntity(client, kind, id);
		return undefined;
	}
}
