import type { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import { removeUnusedPart, type PartKind } from './parts';

/** What an item has made of a dataflow so far, to be taken back where the rest fails. */
export class MadeParts {
	private readonly made: Array<{ kind: PartKind; id: string }> = [];

	mappingSetId = '';

	add(kind: PartKind, id: string): void {
		this.made.push({ kind, id });
	}

	/** Leaves what was made where a dataflow that may still come needs it, and names it. */
	keep(failure: Failure): Failure {
		const parts = this.made.map(({ kind, id }) => `${kind.noun} ${id}`);
		return failure.with(
			`If it does not appear, its parts are left: ${parts.join(', ')}. Running this item again with Create or Update uses them.`,
		);
	}

	/**
	 * Deletes what was made and says so with the failure; names what could not be deleted. Mapping sets
	 * have no delete (contract.md, mapping sets).
	 */
	async takeBack(client: ApiClient, failure: Failure): Promise<Failure> {
		const left: string[] = [];
		const used: string[] = [];
		let isAnyDeleted = false;
		for (const { kind, id } of this.made.reverse()) {
			const removed = await removeUnusedPart(client, kind, id).catch(asFailure);
			if (removed instanceof Failure) left.push(`the ${kind.noun} ${id} (${removed.message})`);
			else if (!removed) used.push(`the ${kind.noun} ${id}`);
			else {
				client.item.dropChange(id);
				isAnyDeleted = true;
			}
		}
		const told = [
			isAnyDeleted && 'What this item had created was deleted again.',
			used.length > 0 && `Not deleted, since a dataflow uses it: ${used.join(', ')}.`,
			left.length > 0 &&
				`Could not be deleted: ${left.join(', ')}. No dataflow uses it; delete it, or run this item again with Create or Update, which uses it.`,
			this.mappingSetId &&
				`The mapping set ${this.mappingSetId} stays, since Adobe offers no way to delete one; nothing uses it.`,
		].filter(Boolean);
		return told.length > 0 ? failure.with(told.join(' ')) : failure;
	}
}
