import type { JournalEntry, StoredConnection } from '../../local/adobe';
import type { AskedCreate } from './asked';
import type { ItemEnding } from './endings';

/** How a storm ended: what the node said, held against what the service knows. */
export interface Tally {
	asked: number;
	succeeded: number;
	failed: number;
	/** Connections that are there. */
	exist: number;
	/** Connections of a name beyond those that were asked for. */
	doubled: number;
	/** Connections that no output names: nobody knows of them. */
	orphaned: number;
	/** Items that were reported as done, while the service does not hold what they asked for. */
	lost: number;
}

/** What a storm did to the service. */
export interface Traffic {
	calls: number;
	faults: number;
	/** Writes that failed for the caller, and those of them that were carried out all the same. */
	failedWrites: number;
	appliedAllTheSame: number;
}

type Stored = Pick<StoredConnection, 'id' | 'name' | 'etag' | 'auth'>;
/** Parameters of a connection as an item brings them, along with what says which connection it is. */
type AskedParams = Readonly<Record<string, string>>;

type Logged = Pick<JournalEntry, 'method' | 'path' | 'fault' | 'applied' | 'body'>;

/**
 * Counts a storm of creates. `connections` is all that the service holds; nothing was there before.
 * A create is lost when its connection is not there, is another item's too, or differs from what the
 * item asked for.
 */
export function tallyCreates(
	asked: readonly AskedCreate[],
	endings: readonly ItemEnding[],
	connections: readonly Stored[],
): Tally {
	const byId = new Map(connections.map((connection) => [connection.id, connection]));
	const named = new Set<string>();
	let lost = 0;
	for (const [item, ending] of endings.entries()) {
		if ('error' in ending) continue;
		const wanted = asked[item] as AskedCreate;
		const stored = byId.get(ending.id);
		const isOwn = !named.has(ending.id) && stored?.name === wanted.name;
		if (!isOwn || !holds(stored, wanted) || stored.etag !== ending.etag) lost++;
		named.add(ending.id);
	}
	return {
		...said(endings),
		exist: connections.length,
		doubled: countDoubled(asked, connections),
		orphaned: connections.filter(({ id }) => !named.has(id)).length,
		lost,
	};
}

/**
 * Counts a storm of updates. The last item of a connection wins: an update is lost when it was never
 * carried out, or when it was the last one and the connection does not hold exactly its set. A set
 * that was reported as failed may be there or not.
 * @param existed how many connections there were before
 */
export function tallyUpdates(
	asked: ReadonlyArray<AskedParams & { connectionId: string }>,
	endings: readonly ItemEnding[],
	connections: readonly Stored[],
	journal: readonly Logged[],
	existed: number,
): Tally {
	const applied = appliedValues(journal);
	const byId = new Map(connections.map((connection) => [connection.id, connection]));
	const decided = new Set<string>();
	const allowed = new Map<string, AskedParams[]>();
	let lost = 0;
	for (let item = endings.length - 1; item >= 0; item--) {
		const ending = endings[item] as ItemEnding;
		const wanted = asked[item] as (typeof asked)[number];
		const { connectionId } = wanted;
		if (decided.has(connectionId)) {
			const isApplied = paramsOf(wanted).every(([, value]) => applied.has(value));
			if (!('error' in ending) && !isApplied) lost++;
			continue;
		}
		const later = allowed.get(connectionId) ?? [];
		if ('error' in ending) {
			allowed.set(connectionId, [...later, wanted]);
			continue;
		}
		decided.add(connectionId);
		const stored = byId.get(connectionId);
		const isHeld =
			(holds(stored, wanted) && stored?.etag === ending.etag) ||
			later.some((set) => holds(stored, set));
		if (ending.id !== connectionId || !isHeld) lost++;
	}
	return {
		...said(endings),
		exist: connections.length,
		doubled: Math.max(0, connections.length - existed),
		orphaned: 0,
		lost,
	};
}

/**
 * Counts a storm of executions that create or update the same names at once. An item is lost when its
 * connection is not there, has another name, or holds no execution's whole set for that name.
 * @param executions what each of them asked for, in the same order of names, and how it ended
 */
export function tallyUpserts(
	executions: ReadonlyArray<{ asked: readonly AskedCreate[]; endings: readonly ItemEnding[] }>,
	connections: readonly Stored[],
): Tally {
	const byId = new Map(connections.map((connection) => [connection.id, connection]));
	const named = new Set<string>();
	let lost = 0;
	for (const { asked, endings } of executions) {
		for (const [item, ending] of endings.entries()) {
			if ('error' in ending) continue;
			const stored = byId.get(ending.id);
			const isWhole = executions.some((one) => holds(stored, one.asked[item] as AskedCreate));
			if (stored?.name !== asked[item]?.name || !isWhole) lost++;
			named.add(ending.id);
		}
	}
	return {
		...said(executions.flatMap(({ endings }) => endings)),
		exist: connections.length,
		doubled: countDoubled(executions[0]?.asked ?? [], connections),
		orphaned: connections.filter(({ id }) => !named.has(id)).length,
		lost,
	};
}

/** Counts what went on between the node and the service, IMS included. */
export function traffic(journal: readonly Logged[]): Traffic {
	const failedWrites = journal.filter(
		({ method, path, fault }) =>
			fault !== undefined && method !== 'GET' && path.startsWith('/data/foundation/'),
	);
	return {
		calls: journal.length,
		faults: journal.filter(({ fault }) => fault !== undefined).length,
		failedWrites: failedWrites.length,
		appliedAllTheSame: failedWrites.filter(({ applied }) => applied).length,
	};
}

function said(endings: readonly ItemEnding[]): Pick<Tally, 'asked' | 'succeeded' | 'failed'> {
	const failed = endings.filter((ending) => 'error' in ending).length;
	return { asked: endings.length, succeeded: endings.length - failed, failed };
}

/** What says which connection an item is for, beside the parameters. */
const ADDRESS: ReadonlySet<string> = new Set(['name', 'connectionId', 'source', 'authentication']);

function paramsOf(asked: AskedParams): Array<[string, string]> {
	return Object.entries(asked).filter(([name]) => !ADDRESS.has(name));
}

function holds(stored: Stored | undefined, asked: AskedParams): boolean {
	const params = stored?.auth?.params ?? {};
	return paramsOf(asked).every(([name, value]) => params[name] === value);
}

function countDoubled(asked: readonly AskedCreate[], connections: readonly Stored[]): number {
	const wanted = countNames(asked);
	return [...countNames(connections)].reduce(
		(sum, [name, count]) => sum + Math.max(0, count - (wanted.get(name) ?? 0)),
		0,
	);
}

function countNames(things: ReadonlyArray<{ name: string }>): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

/** The values of parameters that the service really wrote. */
function appliedValues(journal: readonly Logged[]): Set<unknown> {
	const values = new Set<unknown>();
	for (const { method, applied, body } of journal) {
		if (method !== 'PATCH' || !applied || !Array.isArray(body)) continue;
		for (const { path, value } of body as Array<{ path?: unknown; value?: unknown }>) {
			if (String(path).startsWith('/auth/params/')) values.add(value);
		}
	}
	return values;
}
