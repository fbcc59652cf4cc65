import { readTime } from '../../../nodes/AdobeExperiencePlatform/node/times';
import { asText } from '../../../nodes/AdobeExperiencePlatform/node/values';

const read = (text: string, zone = 'Etc/UTC') => readTime(text, 'Start Time', zone);
const utc = (iso: string) => Date.parse(iso);

describe('A point in time', () => {
	it.each([
		['2031-06-01T12:00:00Z', '2031-06-01T12:00:00Z'],
		['2031-06-01T12:00:00.250Z', '2031-06-01T12:00:00Z'],
		['2031-06-01T12:00:00+02:00', '2031-06-01T10:00:00Z'],
		['2031-06-01T12:00:00-0330', '2031-06-01T15:30:00Z'],
		['2031-06-01T12:00+02', '2031-06-01T10:00:00Z'],
		['2031-06-01 12:00', '2031-06-01T12:00:00Z'],
		['2031-06-01', '2031-06-01T00:00:00Z'],
		['1938081600', '2031-06-01T12:00:00Z'],
		['1000000000', '2001-09-09T01:46:40Z'],
		['1938081600000', '2031-06-01T12:00:00Z'],
	])('%s is %s', (text, iso) => {
		expect(read(text)).toBe(utc(iso));
	});

	it.each([
		['2031-06-01T12:00:00', 'America/New_York', '2031-06-01T16:00:00Z'],
		['2031-01-01T12:00:00', 'America/New_York', '2031-01-01T17:00:00Z'],
		['2031-06-01', 'Asia/Kolkata', '2031-05-31T18:30:00Z'],
		['2031-06-01T12:00:00Z', 'America/New_York', '2031-06-01T12:00:00Z'],
		// An hour before and after clocks go forward, in the hour that there is not, and after they go back.
		['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00Z'],
		['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
		['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00Z'],
	])('%s in %s is %s', (text, zone, iso) => {
		expect(new Date(read(text, zone) ?? 0).toISOString()).toBe(new Date(iso).toISOString());
	});

	it.each([
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['2030-03-10T02:30:00', 'America/New_York', '2030-03-10T07:30:00.000Z'],
	])('in the hour that a change of time skips, %s in %s, is an hour later', (text, zone, iso) => {
		expect(new Date(read(text, zone) ?? 0).toISOString()).toBe(iso);
	});

	it('needs a time zone that is known if it names none', () => {
		expect(() => read('2031-06-01', 'DEFAULT')).toThrow(
			'The time zone of the workflow is not known: DEFAULT',
		);
		expect(read('2031-06-01T00:00Z', 'DEFAULT')).toBe(utc('2031-06-01T00:00:00Z'));
	});

	it('may have fractions of a second', () => {
		expect(read('1938081600.25')).toBe(utc('2031-06-01T12:00:00.250Z'));
	});

	it('may be missing', () => {
		expect(read('')).toBeUndefined();
	});

	it.each([
		'soon',
		'05.06.2031',
		'next year 2031',
		'20310601',
		'2031-02-30',
		'2031-06-01T24:00:00Z',
		'2031-06-01T25:00:00Z',
		'2031-06-01T12:60:00Z',
		'2031-06-01T12:00:60Z',
		'on 2031-06-01',
		'2031-06-01 or later',
		'999999999',
		'1938081600.x',
		'2031-6-1',
		'-5',
	])('is not %s', (text) => {
		expect(() => read(text)).toThrow(/^Start Time is not a date/);
		expect(() => read(text)).toThrow(
			expect.objectContaining({ description: expect.stringMatching(/^Enter a date such as/) }),
		);
	});

	it('may come from an expression as a date', () => {
		const date = new Date('2031-06-01T12:00:00Z');
		expect(asText(date, 'startTime')).toBe('2031-06-01T12:00:00.000Z');
		const dateTime = { isValid: true, toISO: () => '2031-06-01T12:00:00.000+02:00' };
		expect(asText(dateTime, 'startTime')).toBe('2031-06-01T12:00:00.000+02:00');
		for (const bad of [new Date(NaN), { ...dateTime, isValid: false }, {}, []]) {
			expect(() => asText(bad, 'startTime')).toThrow(/^Start Time is not a text/);
		}
	});
});
