import type { Entity } from '../../types';

/** A stored entity and its place in the order of lists. */
export interface Row<T> {
	/** grows with each creation and each update */
	sequence: number;
	item: T;
}

/**
 * Entities in memory, in the order in which they were created or last updated (contract.md (i)), indexed by id, by name, and by
 * other members that lists filter by.
 * Items are replaced, never changed in place: what a caller once got stays as it was.
 */
export class Collection<T extends Entity> {
	private byId = new Map<string, Row<T>>();
	private byMember = new Map<string, Map<string, Set<Row<T>>>>();
	private ascending: Array<Row<T>> = [];
	private lastSequence = 0;

	/** @param indexed members by whose exact value rows are found */
	constructor(readonly indexed: ReadonlyArray<string & keyof T> = ['name']) {
		for (const member of indexed) this.byMember.set(member, new Map());
	}

	add(item: T): void {
		const row: Row<T> = { sequence: ++this.lastSequence, item };
		this.byId.set(item.id, row);
		this.ascending.push(row);
		this.index(row);
	}

	get(id: string): T | undefined {
		return this.byId.get(id)?.item;
	}

	replace(item: T): void {
		const row = this.byId.get(item.id);
		if (!row) return;
		this.unindex(row);
		// What the service notes by itself (the last run of a flow) is no update.
		if (item.updatedAt !== row.item.updatedAt) this.moveToEnd(row);
		row.item = item;
		this.index(row);
	}

	remove(id: string): void {
		const row = this.byId.get(id);
		if (!row) return;
		this.byId.delete(id);
		this.unindex(row);
		this.ascending.splice(this.firstAtOrAfter(row.sequence), 1);
	}

	private moveToEnd(row: Row<T>): void {
		this.ascending.splice(this.firstAtOrAfter(row.sequence), 1);
		row.sequence = ++this.lastSequence;
		this.ascending.push(row);
	}

	/** All items in the order of their creation. */
	all(): T[] {
		return [...this.byId.values()].map((row) => row.item);
	}

	/** Rows created or updated before `sequence`, newest first; without an argument all of them. */
	*newestFirst(before = Infinity): Generator<Row<T>> {
		for (let index = this.firstAtOrAfter(before) - 1; index >= 0; index--) {
			const row = this.ascending[index];
			if (row) yield row;
		}
	}

	/** Rows with one of these values of an indexed member, newest first. */
	having(member: string, values: string[]): Array<Row<T>> {
		const known = this.byMember.get(member);
		const rows = [...new Set(values)].flatMap((value) => [...(known?.get(value) ?? [])]);
		return rows.sort((left, right) => right.sequence - left.sequence);
	}

	/** Rows with one of these IDs, newest first. */
	withIds(ids: string[]): Array<Row<T>> {
		const rows = [...new Set(ids)].flatMap((id) => this.byId.get(id) ?? []);
		return rows.sort((left, right) => right.sequence - left.sequence);
	}

	private index(row: Row<T>): void {
		for (const member of this.indexed) {
			const known = this.byMember.get(member);
			const value = String(row.item[member] ?? '');
			const rows = known?.get(value);
			if (rows) rows.add(row);
			else known?.set(value, new Set([row]));
		}
	}

	private unindex(row: Row<T>): void {
		for (const member of this.indexed) {
			const known = this.byMember.get(member);
			const value = String(row.item[member] ?? '');
			const rows = known?.get(value);
			rows?.delete(row);
			if (rows?.size === 0) known?.delete(value);
		}
	}

	/** Binary search: the order of the list is that of the sequence numbers. */
	private firstAtOrAfter(sequence: number): number {
		let low = 0;
		let high = this.ascending.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if ((this.ascending[middle]?.sequence ?? Infinity) < sequence) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
