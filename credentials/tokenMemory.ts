import { forgetOldest } from '../nodes/AdobeExperiencePlatform/adobe/json';
import { sha256 } from './ims';

interface Issued {
	token: string;
	issuedAt: number;
	/** Until when it is returned. Epoch milliseconds. */
	goodUntil: number;
}

interface Seen {
	/** When this process first used the token. Epoch milliseconds. */
	firstSeen: number;
	/** Fingerprints of the credentials for which IMS gave the token to this process. */
	madeFor: Set<string>;
}

const MOST_TOKENS = 1_000;
/** A token that is about to expire would expire before the request arrives. */
const LONGEST_MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.1;

/**
 * The access tokens of one process, so that all its executions and threads share one request to IMS. n8n
 * refreshes after every 401 and does not join parallel refreshes. Only the newest token of each credential is
 * kept, of others their hashes.
 */
export class TokenMemory {
	private readonly newest = new Map<string, Issued>();

	private readonly pending = new Map<string, Promise<Issued>>();

	private readonly seen = new Map<string, Seen>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * Returns a token for the credential `key` that is newer than `stale`: from memory, or from one call of `ask`
	 * that all callers share.
	 * @param stale the token that was refused, or '' for none
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

	/**
	 * Whether a token was issued for the credential `key`. Undefined if another process requested it. IMS may
	 * issue one token for several credentials, for instance after its secret was rotated.
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
		this.newest.set(key, issued);
		forgetOldest(this.newest, MOST_TOKENS);
		this.remember(token, key);
		return issued;
	}

	/** A token of another process (a worker, before a restart) that was first seen later is newer. */
	private isBetter(known: Issued, stale: string): boolean {
		if (known.token === stale || known.goodUntil < this.now()) return false;
		if (stale === '') return true;
		const firstSeen = this.seen.get(sha256(stale))?.firstSeen;
		return firstSeen === undefined || firstSeen <= known.issuedAt;
	}

	/**
	 * Records that a token is in use. A later 401 for it then shows which of two tokens is newer.
	 * @param madeFor the credential that it was issued for, if known
	 */
	remember(token: string, madeFor?: string): void {
		const hash = sha256(token);
		let known = this.seen.get(hash);
		if (!known) {
			known = { firstSeen: this.now(), madeFor: new Set() };
			this.seen.set(hash, known);
			forgetOldest(this.seen, MOST_TOKENS);
		}
		if (madeFor !== undefined) known.madeFor.add(madeFor);
	}
}
