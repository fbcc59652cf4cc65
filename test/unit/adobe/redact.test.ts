import fc from 'fast-check';
import {
	redactDeep,
	redactor,
	SecretForms,
} from '../../../nodes/AdobeExperiencePlatform/adobe/redact';

const VALUE = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY=x';

const redact = (text: string, secrets: readonly string[]) =>
	redactor(new SecretForms(secrets))(text);

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

	const bytes = (text: string) => Buffer.from(text);
	it.each<[string, (text: string) => string]>([
		['capital letters', (text) => text.toUpperCase()],
		['small letters', (text) => text.toLowerCase()],
		['base64', (text) => bytes(text).toString('base64')],
		['base64 for addresses', (text) => bytes(text).toString('base64url')],
		['hexadecimal', (text) => bytes(text).toString('hex')],
		['hexadecimal in capital letters', (text) => bytes(text).toString('hex').toUpperCase()],
		['an address', encodeURIComponent],
		['an address within an address', (text) => encodeURIComponent(encodeURIComponent(text))],
		['JSON', (text) => JSON.stringify(text)],
		['JSON within JSON', (text) => JSON.stringify(JSON.stringify(text))],
		['JSON of PHP', (text) => JSON.stringify(text).replace(/\//g, '\\/')],
	])(
		'leaves nothing of a secret that comes back in %s, with anything around it',
		(_form, encode) => {
			const secret = fc.stringMatching(/^[A-Za-z0-9+/=_.~-]{8,60}$/);
			const around = fc.stringMatching(/^[a-z]{0,7}$/);
			fc.assert(
				fc.property(secret, around, around, (value, before, after) => {
					const clear = redact(`x ${encode(before + value + after)} y`, [value]);
					const alone = redact(encode(value), [value]);
					expect(clear).toContain('***');
					// What is left at the ends are signs that the letters around have a share in.
					expect(alone.replace(/\*{3}/g, '').length).toBeLessThan(8 + encode('').length);
					const left = clear.slice(2, -2).split('***');
					const own = encode(before).length + encode(after).length + 16;
					expect(left.join('').length).toBeLessThan(own);
				}),
				{ numRuns: 200 },
			);
		},
	);

	it.each([
		['landing', 'landing zone, /landing/in.csv, Landing', 'landing zone, /landing/in.csv, Landing'],
		['landing', 'login with "landing" failed', 'login with "***" failed'],
		['landing', 'password: landing, folder: landing', 'password: ***, folder: landing'],
		['landing', 'The password is Landing.', 'The password is ***.'],
		['landing', bytes('landing').toString('base64'), '***=='],
		['landing', bytes('landing').toString('hex'), '***'],
		['pa55', 'pa55 and pa555 and xpa55', '*** and pa555 and xpa55'],
		['p@-.5', 'p@-.5, p%40-.5', '***, ***'],
		['abc', 'abc', 'abc'],
	])('the short secret %s: %s', (secret, text, clear) => {
		expect(redact(text, [secret])).toBe(clear);
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
		const clear = redactor(new SecretForms([VALUE]));
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

it.each([
	['İ wjalrxutnfemi/k7mdeng', 'İ ***'],
	['İİİ WJALRXUTNFEMI/K7MDENG!', 'İİİ ***!'],
])('A letter that is longer in small letters moves nothing: %s', (text, clear) => {
	expect(redact(text, [VALUE])).toBe(clear);
});
