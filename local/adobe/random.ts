const HEX = '0123456789abcdef';

/**
 * Seeded pseudo-random numbers (mulberry32): the same seed gives the same ids, etags and faults for the same
 * order of requests, so that a failed storm can be run again. Not for anything secret.
 */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** A number from 0 (included) to 1 (excluded). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	/** `length` characters, each one drawn from `alphabet`. */
	text(length: number, alphabet: string): string {
		let text = '';
		for (let index = 0; index < length; index++) {
			text += alphabet.charAt(Math.floor(this.next() * alphabet.length));
		}
		return text;
	}

	/** `length` lower-case hexadecimal digits. */
	hex(length: number): string {
		return this.text(length, HEX);
	}

	/** An id in the form of a version 4 UUID. */
	uuid(): string {
		const variant = this.text(1, '89ab');
		return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
	}
}
