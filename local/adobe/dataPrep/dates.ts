/** Data Prep's forms of dates that are recognised without a pattern (EN:data-prep/data-handling, 18 forms). */
const FORMS = [
	'yyyy-MM-dd HH:mm:ssZ',
	'yyyy-MM-dd HH:mm:ss.SSSZ',
	'yyyy-MM-dd HH:mm:ss.SSS',
	"yyyy-MM-dd'T'HH:mm:ss.SSSX",
	"yyyy-MM-dd'T'HH:mm:ss'Z'",
	'yyyy-MM-dd',
	'yyyy/MM/dd',
	'yyyy.MM.dd',
	'yyyy-MMM-dd',
	'yyyyMMdd',
	'MM-dd-yyyy',
	'MMddyyyy',
	'M/dd/yyyy',
	'dd.M.yyyy',
	'M/dd/yyyy hh:mm:ss a',
	'dd.M.yyyy hh:mm:ss a',
	'dd.MMM.yyyy',
	'dd-MMM-yyyy',
];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'milli' | 'zone' | 'half';

/** Letters of a pattern: which part of a time they mean, and what they match. */
const LETTERS: Record<string, [Field, string]> = {
	yyyy: ['year', '\\d{4}'],
	MMM: ['month', '[A-Za-z]{3}'],
	MM: ['month', '\\d{2}'],
	M: ['month', '\\d{1,2}'],
	dd: ['day', '\\d{2}'],
	d: ['day', '\\d{1,2}'],
	HH: ['hour', '\\d{2}'],
	H: ['hour', '\\d{1,2}'],
	hh: ['hour', '\\d{2}'],
	h: ['hour', '\\d{1,2}'],
	mm: ['minute', '\\d{2}'],
	ss: ['second', '\\d{2}'],
	SSS: ['milli', '\\d{3}'],
	Z: ['zone', '[+-]\\d{4}'],
	X: ['zone', 'Z|[+-]\\d{2}(?::?\\d{2})?'],
	a: ['half', 'AM|PM|am|pm'],
};

const TOKENS = /'([^']*)'|yyyy|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|SSS|Z|X|a|./gs;

function offsetOf(zone: string): number {
	const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
	return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A time by a pattern of Java's, epoch milliseconds; without a zone it is UTC. */
export function parseDate(text: string, pattern: string): number | undefined {
	const fields: Field[] = [];
	const source = pattern.replace(TOKENS, (token, quoted: string | undefined) => {
		const letter = LETTERS[token];
		if (quoted !== undefined || !letter) {
			return (quoted ?? token).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
		}
		fields.push(letter[0]);
		return `(${letter[1]})`;
	});
	const found = new RegExp(`^${source}$`).exec(text);
	if (!found) return undefined;
	const parts = new Map(fields.map((field, index) => [field, found[index + 1] ?? '']));
	const month = parts.get('month') ?? '1';
	const number = (field: Field, fallback: number) => Number(parts.get(field) ?? fallback);
	const monthIndex = /^\d/.test(month) ? Number(month) - 1 : MONTHS.indexOf(month.toLowerCase());
	const half = parts.get('half')?.toLowerCase();
	const hour = half ? (number('hour', 0) % 12) + (half === 'pm' ? 12 : 0) : number('hour', 0);
	const date = new Date(0);
	date.setUTCFullYear(number('year', 1970), monthIndex, number('day', 1));
	if (date.getUTCMonth() !== monthIndex || date.getUTCDate() !== number('day', 1)) return undefined;
	date.setUTCHours(hour, number('minute', 0), number('second', 0), number('milli', 0));
	if (hour > 23 || number('minute', 0) > 59 || number('second', 0) > 59) return undefined;
	return date.getTime() - offsetOf(parts.get('zone') ?? '') * 60_000;
}

/** A time by the first form that fits, or by RFC 3339, which is what XDM itself holds. */
export function readDate(text: string): number | undefined {
	for (const form of FORMS) {
		const time = parseDate(text, form);
		if (time !== undefined) return time;
	}
	const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text);
	const time = isWhole ? Date.parse(text) : NaN;
	return Number.isNaN(time) ? undefined : time;
}
