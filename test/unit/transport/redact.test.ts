import fc from 'fast-check';
import {
	redact,
	redactDeep,
	redactor,
} from '../../../nodes/AdobeExperiencePlatform/transport/redact';

const VALUE = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY=x';

/** Every piece of a text that would give a secret away. */
function windows(text: string): string[] {
	return Array.from({ length: Math.max(0, text.length - 7) }, (_v, at) => text.slice(at, at + 8));
}

describe('Clearing a text of a secret', () => {
	it.each([
		['nothing of it', 'all is well', 'all is well'],
		['the whole of it', `key ${VALUE}!`, 'key ***!'],
		['it twice', `${VALUE} and ${VALUE}`, '*** and ***'],
		['its first 8 characters', 'wJalrXUt…', '***…'],
		['its last 12 characters', `…${VALUE.slice(-12)}`, '…***'],
		['7 characters of it, which give nothing away', 'wJalrXU…', 'wJalrXU…'],
		['it within a URL', `?k=${encodeURIComponent(VALUE)}&x`, '?k=***&x'],
		['it masked but for its end', `********${VALUE.slice(-4)}`, `********${VALUE.slice(-4)}`],
	])('%s', (_what, text, clear) => {
		expect(redact(text, [VALUE])).toBe(clear);
	});

	it('clears a secret as JSON writes it', () => {
		const secret = 'a"b\\c\nd"e\\f';
		expect(redact(JSON.stringify({ secret }), [secret])).toBe('{"secret":"***"}');
	});

	it('clears short secrets as a whole, and leaves what is too short to be one', () => {
		expect(redact('pin 12345, id 987, zip 6666', ['12345', '987', '6666', ''])).toBe(
			'pin ***, id 987, zip ***',
		);
	});

	it('clears a secret that has no form within a URL', () => {
		expect(redact('x \ud800 half a pair', ['\ud800 half a pair'])).toBe('x ***');
	});

	it.each([
		['at the beginning', `${VALUE} there`, '*** there'],
		['as the whole of the text', VALUE, '***'],
		['one after the other', `${VALUE}other-secret`, '***'],
	])('clears secrets %s', (_what, text, clear) => {
		expect(redact(text, [VALUE, 'other-secret'])).toBe(clear);
	});

	it('goes into JSON values, and leaves names', () => {
		const clear = redactor([VALUE]);
		expect(redactDeep({ a: [VALUE, 1, null], b: { c: `x${VALUE}` } }, clear)).toEqual({
			a: ['***', 1, null],
			b: { c: 'x***' },
		});
	});

	it('leaves no 8 characters of any secret in any text', () => {
		const secret = fc.string({ minLength: 8, maxLength: 60 }).filter((text) => !text.includes('*'));
		const filling = fc.string().filter((text) => !text.includes('*'));
		const cases = fc.array(secret, { minLength: 1, maxLength: 4 }).chain((secrets) =>
			fc.record({
				secrets: fc.constant(secrets),
				parts: fc.array(
					fc.oneof(
						filling,
						fc
							.tuple(fc.constantFrom(...secrets), fc.nat(60), fc.nat(60))
							.map(([one, from, to]) => one.slice(Math.min(from, to), Math.max(from, to))),
						fc.constantFrom(...secrets),
					),
				),
			}),
		);
		fc.assert(
			fc.property(cases, ({ secrets, parts }) => {
				const clear = redact(parts.join(''), secrets);
				for (const piece of secrets.flatMap(windows)) expect(clear).not.toContain(piece);
			}),
			{ numRuns: 300 },
		);
	});

	it('leaves a text without any piece of a secret as it was', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[a-m ]*$/),
				fc.stringMatching(/^[n-z]{8,}$/),
				(text, secret) => {
					expect(redact(text, [secret])).toBe(text);
				},
			),
		);
	});
});
