import type { Calendar } from '../../flowService/dataset/records/convert';
import { readTime } from '../times';
import { asText } from '../values';

/** Years of four digits, epoch milliseconds: others have a form of their own, which Adobe does not take. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
const FRACTION = /:\d\d\.(\d{1,3})/;

/** Dates as the parameters of this node read them: without a time zone they are in that of the workflow. */
export function calendarOf(timeZone: string): Calendar {
	const days = new Intl.DateTimeFormat('en-US', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	});
	return {
		instant(value) {
			try {
				const text = asText(value, 'value');
				const time = readTime(text, 'value', timeZone);
				if (time === undefined || time < FIRST || time > LAST) return undefined;
				if (time % 1000 !== 0) return time;
				const [, fraction = ''] = FRACTION.exec(text) ?? [];
				return time + Number(fraction.padEnd(3, '0'));
			} catch {
				// What is no date is refused there, in words for a parameter.
				return undefined;
			}
		},
		day(instant) {
			const parts = new Map(days.formatToParts(instant).map(({ type, value }) => [type, value]));
			const year = (parts.get('year') ?? '').padStart(4, '0');
			return `${year}-${parts.get('month')}-${parts.get('day')}`;
		},
	};
}
