import type { KeySet } from '../types';

/** The sets of S3 keys that AWS would accept. */
export class KeyRegistry {
	private sets = new Map<string, KeySet>();
	private revoked = new Set<unknown>();

	/** Adds a set, or moves the end of one that is known. */
	register(set: KeySet): void {
		this.sets.set(`${set.accessKey} ${set.sessionToken ?? ''}`, { ...set });
	}

	/** Lets every set that is known by now have expired. */
	expireAll(now: number): void {
		for (const set of this.sets.values()) set.expiresAt = Math.min(set.expiresAt ?? now, now);
	}

	/** A secret of any source that its provider refuses from now on. */
	revoke(secret: string): void {
		this.revoked.add(secret);
	}

	isRevoked(value: unknown): boolean {
		return this.revoked.has(value);
	}

	/**
	 * Whether three values form one registered, unexpired set (contract.md, result rule of `/test`).
	 * AWS refuses a temporary id (ASIA…) without its token, and a long-term one with somebody else's.
	 */
	accepts(accessKey: unknown, secretKey: unknown, sessionToken: unknown, now: number): boolean {
		const token = typeof sessionToken === 'string' ? sessionToken : '';
		if (typeof accessKey !== 'string') return false;
		if (accessKey.startsWith('ASIA') && token === '') return false;
		const set = this.sets.get(`${accessKey} ${token}`);
		return set?.secretKey === secretKey && (set?.expiresAt ?? Infinity) > now;
	}
}
