import { type Flow, isObject, type Json } from '../../types';

/** Puts changes into a copy of a value: objects member by member, `null` takes a member out. */
function merged(value: unknown, changes: unknown): unknown {
	if (!isObject(changes)) return changes;
	const result: Json = isObject(value) ? { ...value } : {};
	for (const [name, change] of Object.entries(changes)) {
		result[name] = change === null ? undefined : merged(result[name], change);
	}
	return result;
}

/** What answers show otherwise than it is: odd members, entries that a list leaves out, reads that lag. */
export class Oddities {
	private changes = new Map<string, Json>();
	private gaps = new Map<string, number>();
	private earlier = new Map<string, { flow: Flow; until: number }>();

	/** From now on answers show the entity of that ID with these changes; it is stored and sorted as it is. */
	amend(id: string, changes: Json): void {
		this.changes.set(id, merged(this.changes.get(id), changes) as Json);
	}

	/** An item with the changes that were asked for. */
	shown(id: string, item: object): object {
		const changes = this.changes.get(id);
		return changes ? (merged(item, changes) as object) : item;
	}

	/** The next `times` lists that the entity of that ID belongs into come without it. */
	leaveOut(id: string, times: number): void {
		this.gaps.set(id, times);
	}

	/** Whether a list leaves an entity out, counted. */
	isLeftOut(id: string): boolean {
		const left = this.gaps.get(id) ?? 0;
		if (left > 0) this.gaps.set(id, left - 1);
		return left > 0;
	}

	/** Answers show a flow as it was until then. An earlier state that is shown still stays. */
	keepShowing(flow: Flow, now: number, lag: number): void {
		if (lag === 0) return;
		const { flow: shown } = this.seen(flow.id, now) ?? { flow };
		this.earlier.set(flow.id, { flow: shown, until: now + lag });
	}

	/** The flow that answers show, where reads lag. */
	seenInstead(flow: Flow, now: number): Flow {
		return this.seen(flow.id, now)?.flow ?? flow;
	}

	private seen(id: string, now: number) {
		const found = this.earlier.get(id);
		return found && now < found.until ? found : undefined;
	}
}
