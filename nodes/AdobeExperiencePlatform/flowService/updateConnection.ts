import type { IDataObject } from 'n8n-workflow';
import { BOUNDS } from './bounds';
import type { Connection, Written } from './connection';
import { etagOf } from './etag';
import { asFailure, Failure } from './failure';
import { asRecord } from './json';
import { isSuccess, type Answer } from './outcome';
import type { PatchOperation } from './patch';
import { connectionPath, getConnection } from './readConnections';
import type { ItemScope } from './run';
import type { Sender, Sent } from './sender';

/** So often an update is written whose success leaves the etag as it was; more would not help. */
const WRITES_WITHOUT_EFFECT = 3;

export interface UpdateOptions {
	/** The user's own etag: then it is the only one, and nothing is read before the write. */
	etag?: string;
	/**
	 * Whether the patch fits only the keys that are there now: a session token alone is worth nothing
	 * beside a key pair that somebody has replaced in between.
	 */
	keepsKeys?: boolean;
	/** The connection as it was just read: saves the first read. */
	known?: Connection;
}

/**
 * Changes a connection by one PATCH with If-Match (contract.md (c)). Without an etag it reads the
 * current one first, and again after each conflict.
 */
export async function updateConnection(
	sender: Sender,
	id: string,
	operations: PatchOperation[],
	options: UpdateOptions,
	item: ItemScope,
): Promise<Written> {
	const target = new Target(sender, id, operations, item);
	return options.etag
		? await writeOnce(target, options.etag)
		: await writeOverConflicts(target, options);
}

/** One connection with what is to be written to it. */
class Target {
	constructor(
		readonly sender: Sender,
		readonly id: string,
		private readonly operations: PatchOperation[],
		readonly item: ItemScope,
	) {}

	async read(): Promise<Connection> {
		return await getConnection(this.sender, this.id, this.item);
	}

	/** The item's change is noted at once: whatever fails after the PATCH, it stands. */
	async write(etag: string): Promise<Sent> {
		const sent = await this.sender.repeat(
			{
				method: 'PATCH',
				path: connectionPath(this.id),
				ifMatch: etag,
				body: this.operations as unknown as IDataObject[],
			},
			this.item,
		);
		if (isSuccess(sent.outcome)) this.item.change = { id: this.id, how: 'updated' };
		return sent;
	}

	/** The etag after a PATCH that succeeded; undefined where neither its answer nor a read tells it. */
	async etagAfter({ body }: Answer): Promise<string | undefined> {
		const told = etagOf(asRecord(body));
		if (told !== undefined) return told;
		const current = await this.read().catch(asFailure);
		return current instanceof Failure ? undefined : etagOf(current);
	}

	failure({ outcome, tries, unclear }: Sent): Failure {
		const failure = this.sender.failure(outcome, this.item, tries);
		return unclear ? failure.with('The update may have been applied all the same.') : failure;
	}

	written(etag: string | undefined, name?: string): Written {
		return { id: this.id, etag, name };
	}
}

async function writeOnce(target: Target, etag: string): Promise<Written> {
	const sent = await target.write(etag);
	if (isSuccess(sent.outcome)) return target.written(await target.etagAfter(sent.outcome));
	if (isConflict(sent) && sent.unclear) {
		const current = await target.read();
		throw new Failure(
			'The update may have been applied',
			`An earlier try ended without an answer, and now the etag no longer fits: either that try was carried out, or somebody else changed the connection. Its current etag is ${etagOf(current) ?? 'not shown'}. Check the connection, or run this item again with that etag.`,
			'412',
		);
	}
	throw target.failure(sent);
}

async function writeOverConflicts(
	target: Target,
	{ keepsKeys, known }: UpdateOptions,
): Promise<Written> {
	const { run } = target.sender;
	let keyAtFirst: unknown;
	let conflicts = 0;
	let withoutEffect = 0;
	for (let isFirst = true; ; isFirst = false) {
		const { connection, etag } = await readWithEtag(target, isFirst ? known : undefined);
		const key = connection.auth?.params?.s3AccessKey;
		if (isFirst) keyAtFirst = key;
		else if (keepsKeys && key !== keyAtFirst) throw keysReplaced();
		const sent = await target.write(etag);
		if (isSuccess(sent.outcome)) {
			const fresh = await target.etagAfter(sent.outcome);
			if (fresh !== etag) return target.written(fresh, connection.name);
			// The same etag as before: what answered was not the service, and nothing was written.
			target.item.change = undefined;
			if (++withoutEffect === WRITES_WITHOUT_EFFECT) throw noEffect(etag);
			run.stats.repeated++;
		} else if (isConflict(sent)) {
			if (++conflicts > BOUNDS.conflictWrites) throw tooManyConflicts(target.failure(sent));
			run.stats.conflicts++;
		} else {
			throw target.failure(sent);
		}
		await run.wait(run.timer.random() * BOUNDS.conflictWait * (conflicts + withoutEffect));
	}
}

/**
 * Reads until there is an etag: while a new connection is `initializing`, the service shows none
 * and takes no update (contract.md (c)).
 */
async function readWithEtag(
	target: Target,
	known: Connection | undefined,
): Promise<{ connection: Connection; etag: string }> {
	const { run } = target.sender;
	const until = run.timer.now() + BOUNDS.initializing;
	for (let connection = known; ; connection = undefined) {
		connection ??= await target.read();
		const etag = etagOf(connection);
		if (etag !== undefined && connection.state !== 'initializing') return { connection, etag };
		if (run.timer.now() >= until) {
			throw new Failure(
				'The connection is not ready for updates yet',
				`Its state is still ${connection.state ?? 'unknown'} after ${BOUNDS.initializing / 1000} seconds. Run this item again when its state is enabled.`,
			);
		}
		await run.wait(BOUNDS.firstWait);
	}
}

function isConflict({ outcome }: Sent): boolean {
	return outcome.kind === 'answer' && outcome.status === 412;
}

function keysReplaced(): Failure {
	return new Failure(
		'Somebody else replaced the S3 keys of this connection in the meantime',
		'The session token alone does not fit the new key pair and was not written. Give access key, secret key and session token together.',
		'412',
	);
}

function noEffect(etag: string): Failure {
	return new Failure(
		'The update was answered as a success, but the connection kept its etag',
		`An etag changes with every update, and after ${WRITES_WITHOUT_EFFECT} writes it was still ${etag}: something other than Adobe may have answered. Check that no proxy answers in place of Adobe, and read the connection with Get before you run this item again.`,
	);
}

function tooManyConflicts(last: Failure): Failure {
	return new Failure(
		'Somebody else keeps changing this connection',
		`The node read the etag again and wrote ${BOUNDS.conflictWrites + 1} times, and each time the connection had changed in between. Check what else updates it. ${last.description}`,
		last.httpCode,
	);
}
