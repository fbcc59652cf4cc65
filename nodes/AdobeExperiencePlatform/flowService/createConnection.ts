import { BOUNDS } from './bounds';
import { connectionBody, looksLike, type ConnectionDraft, type Written } from './connection';
import { etagOf } from './etag';
import { asFailure, Failure } from './failure';
import type { Call } from './http';
import { asRecord } from './json';
import { inLine } from './line';
import { isSuccess, type Outcome } from './outcome';
import { connectionsNamed } from './readConnections';
import { backoff } from './retry';
import type { ItemScope } from './run';
import type { Sender } from './sender';

const MOST_IDS = 10_000;

/** Connections that this process has handed out, by service: nobody else's create may adopt them. */
const handedOut = new Set<string>();

function keyOf({ http }: Sender, id: string): string {
	return `${http.baseUrl} ${id}`;
}

function handOut(sender: Sender, id: string): void {
	handedOut.add(keyOf(sender, id));
	if (handedOut.size > MOST_IDS) handedOut.delete(handedOut.values().next().value as string);
}

/**
 * Creates a base connection: one `POST /connections` (contract.md (c)), repeated only where it
 * surely did not happen. Where that is unclear it looks for a connection of its own first, since
 * names are not unique and a second POST would make a second connection.
 *
 * Creates of one name in one sandbox stand in one line, those of other executions in this process
 * included: whose connection an unclear create finds is known only once the others have theirs.
 */
export async function createConnection(
	sender: Sender,
	draft: ConnectionDraft,
	item: ItemScope,
): Promise<Written> {
	const { http, run } = sender;
	const line = JSON.stringify([http.baseUrl, http.sandbox, draft.name]);
	return await inLine(line, run, async () => await createInTurn(sender, draft, item));
}

async function createInTurn(
	sender: Sender,
	draft: ConnectionDraft,
	item: ItemScope,
): Promise<Written> {
	const { run } = sender;
	const call: Call = {
		method: 'POST',
		path: '/connections',
		body: connectionBody(draft),
		isAnswer: (body) => typeof asRecord(body).id === 'string',
	};
	let unclearSince: number | undefined;
	for (let round = 1; ; round++) {
		const { outcome, tries, ...sent } = await sender.untilUnclear(call, item);
		const created = readCreated(outcome);
		if (created) {
			handOut(sender, created.id);
			return { ...created, name: draft.name };
		}
		const failure = sender.failure(outcome, item, Math.max(tries, round));
		if (sent.unclearSince === undefined) throw failure;
		unclearSince ??= sent.unclearSince;
		const wait = backoff(round, run.timer.random());
		const mayGoOn =
			!run.isImpatient && round < BOUNDS.tries && item.hasBudget(run.timer.now(), wait);
		await run.wait(wait);
		const own = await findOwn(sender, draft, unclearSince, item, failure);
		if (own) return own;
		if (!mayGoOn) {
			run.noteExhausted();
			throw failure.with('No connection was found that this item could have created.');
		}
		run.stats.repeated++;
	}
}

function readCreated(outcome: Outcome): { id: string; etag?: string } | undefined {
	if (!isSuccess(outcome)) return undefined;
	const body = asRecord(outcome.body);
	return typeof body.id === 'string' ? { id: body.id, etag: etagOf(body) } : undefined;
}

/** The connection that an unclear create left behind, if it did. */
async function findOwn(
	sender: Sender,
	draft: ConnectionDraft,
	unclearSince: number,
	item: ItemScope,
	failure: Failure,
): Promise<Written | undefined> {
	const named = await connectionsNamed(sender, draft.name, item).catch(asFailure);
	if (named instanceof Failure) {
		throw failure.with(
			`Whether the connection was created is not known, since listing connections failed too (${named.message}). Look for "${draft.name}" before you run this item again.`,
		);
	}
	const since = sender.run.clock.noEarlierThan(unclearSince) - BOUNDS.clockSkew;
	const own = named.filter(
		(found) =>
			looksLike(found, draft) &&
			!handedOut.has(keyOf(sender, found.id)) &&
			typeof found.createdAt === 'number' &&
			found.createdAt >= since,
	);
	if (own.length > 1) {
		throw failure.with(
			`Several new connections look like the one that was asked for: ${own.map(({ id }) => id).join(', ')}. Keep one of them, and delete the others.`,
		);
	}
	const [found] = own;
	if (!found) return undefined;
	handOut(sender, found.id);
	sender.run.stats.adopted++;
	return { id: found.id, etag: etagOf(found), name: draft.name };
}
