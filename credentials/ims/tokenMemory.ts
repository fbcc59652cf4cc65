import { sha256 } from './imsCredential';

interface Issued {
	token: string;
	issuedAt: number;
	/** Until when it is handed out, epoch milliseconds. */
	goodUntil: number;
}

interface Seen {
	/** When this process first used the token, epoch milliseconds. */
	firstSeen: number;
	/** Fingerprints of the ID, secret and scopes that IMS gave it to this process for. */
	madeFor: Set<string>;
}

const MOST_TOKENS = 1_000;
/** A token about to end is not handed out: the request would arrive after its end. */
const LONGEST_MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.1;

/**
 * What one process knows of its access tokens, so that IMS is asked once and not once for each
 * lane or worker thread of the same credential. n8n refreshes on every 401 by itself and does not
 * join parallel refreshes. Tokens are remembered by their hash, except the newest of a credential.
 */
export class TokenMemory {
	private readonly newest = new Map<string, Issued>();

	private readonly pending = new Map<string, Promise<Issued>>();

	private readonly seen = new Map<string, Seen>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * Gives a token for the credential called `key` that is newer than `stale`, from memory where
	 * possible; else from `ask`, which runs once however many callers wait.
	 * @param stale the token that did not do any more, or '' where there was none
	 */
	async get(
		key: string,
		stale: string,
		ask: () => Promise<{ token: string; expiresInSeconds: number }>,
	): Promise<string> {
		const known = this.newest.get(key);
		if (known && this.isBetter(known, stale)) return known.token;
		let request = this.pending.get(key);
		if (!request) {
			request = this.ask(key, ask).finally(() => this.pending.delete(key));
			this.pending.set(key, request);
		}
		return (await request).token;
	}

	/** Notes that a token is in use: a later 401 for it then shows which of two tokens is the newer. */
	use(token: string): void {
		this.remember(token);
	}

	/**
	 * Whether a token was made for the credential called `key`; undefined where this process did not
	 * make it. An IMS may give one token to several, for instance after its secret was rotated.
	 */
	isMadeFor(token: string, key: string): boolean | undefined {
		const madeFor = this.seen.get(sha256(token))?.madeFor;
		return madeFor === undefined || madeFor.size === 0 ? undefined : madeFor.has(key);
	}

	private async ask(
		key: string,
		ask: () => Promise<{ token: string; expiresInSeconds: number }>,
	): Promise<Issued> {
		const { token, expiresInSeconds } = await ask();
		const issuedAt = this.now();
		const lifetime = expiresInSeconds > 0 ? expiresInSeconds * 1000 : Infinity;
		const goodUntil = issuedAt + lifetime - Math.min(LONGEST_MARGIN_MS, lifetime * MARGIN_SHARE);
		const issued = { token, issuedAt, goodUntil };
		if (this.newest.size >= MOST_TOKENS) dropOldest(this.newest);
		this.newest.set(key, issued);
		this.remember(token, key);
		return issued;
	}

	/** A token from another process (a worker, before a restart) that turned up later is the newer one. */
	private isBetter(known: Issued, stale: string): boolean {
		if (known.token === stale || known.goodUntil < this.now()) return false;
		if (stale === '') return true;
		const firstSeen = this.seen.get(sha256(stale))?.firstSeen;
		return firstSeen === undefined || firstSeen <= known.issuedAt;
	}

	private remember(token: string, madeFor?: string): void {
		const hash = sha256(token);
		let known = this.seen.get(hash);
		if (!known) {
			if (this.seen.size >= MOST_TOKENS) dropOldest(this.seen);
			known = { firstSeen: this.now(), madeFor: new Set() };
			this.seen.set(hash, known);
		}
		if (madeFor !== undefined) known.madeFor.add(madeFor);
	}
}

function dropOldest(map: Map<string, unknown>): void {
	map.delete(map.keys().next().value as string);
}
