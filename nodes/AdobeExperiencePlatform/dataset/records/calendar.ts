import { readTime } from '../../node/times';
import { asText } from '../../node/values';

/** Reads times as the workflow does. */
export interface Calendar {
	/** Epoch milliseconds; undefined if the value is no date. */
	instant(value: unknown): number | undefined;
	/** The day in the time zone of the workflow, such as `2030-01-31`. */
	day(instant: number): string;
}

/** Adobe accepts only years of four digits. Epoch milliseconds. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');

const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const FRACTION = /:\d\d\.(\d{1,3})/;

/** Reads dates as the parameters of this node do: without a time zone, in that of the workflow. */
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
				// The error is about a parameter, so it is replaced.
				return undefined;
			}
		},
		day(instant) {
			const parts = new Map(days.formatToParts(instant).map(({ type, value }) => [type, value]));
			const year = String(parts.get('year')).padStart(4, '0');
			return `${year}-${parts.get('month')}-${parts.get('day')}`;
		},
	};
}
