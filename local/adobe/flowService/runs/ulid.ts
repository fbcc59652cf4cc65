import type { Random } from '../../random';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id in the form of a ULID, as batches have them (contract.md (g), Runs): 10 characters of time, 16 drawn ones. */
export function newUlid(random: Random, now: number): string {
	let time = '';
	for (let rest = now; time.length < 10; rest = Math.floor(rest / 32)) {
		time = ALPHABET.charAt(rest % 32) + time;
	}
	return time + random.text(16, ALPHABET);
}
