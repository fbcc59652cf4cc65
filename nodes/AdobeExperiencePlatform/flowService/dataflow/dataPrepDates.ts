/** Forms that Data Prep reads as a date by itself, the first that fits (Data Prep, data handling). */
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

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const PARTS: Record<string, string> = {
	yyyy: '(?<year>\\d{4})',
	MMM: `(?<month>${MONTHS.join('|')})`,
	MM: '(?<month>\\d{2})',
	M: '(?<month>\\d{1,2})',
	dd: '(?<day>\\d{2})',
	HH: '(?:[01]\\d|2[0-3])',
	hh: '(?:0\\d|1[0-2])',
	mm: '[0-5]\\d',
	SSS: '\\d{3}',
	ss: '[0-5]\\d',
	Z: '[+-]\\d{4}',
	X: '(?:Z|[+-]\\d{2}(?::?\\d{2})?)',
	a: '(?:am|pm)',
};

const PATTERNS = FORMS.map(patternOf);

/** What a date-time of a schema looks like itself (RFC 3339). */
const RFC_3339 =
	/^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function patternOf(form: string): RegExp {
	const text = form.replace(
		/'([^']*)'|yyyy|MMM|MM|M|dd|HH|hh|mm|SSS|ss|Z|X|a|./g,
		(part, quoted) =>
			typeof quoted === 'string' ? quoted : (PARTS[part] ?? part.replace(/[./+]/g, '\\$&')),
	);
	return new RegExp(`^${text}$`, 'i');
}

/** Whether Data Prep makes a date of a text by itself. */
export function isDate(text: string): boolean {
	return [RFC_3339, ...PATTERNS].some((pattern) => {
		const { year, month = '', day } = pattern.exec(text)?.groups ?? {};
		if (year === undefined) return false;
		const number = /^\d/.test(month) ? Number(month) : MONTHS.indexOf(month.toLowerCase()) + 1;
		return isDay(Number(year), number, Number(day));
	});
}

function isDay(year: number, month: number, day: number): boolean {
	const date = new Date(Date.UTC(2000, month - 1, day));
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1;
}

/** The form of a date that Data Prep does not read by itself, to be named in an expression; undefined if it is not clear. */
export function formOf(text: string): string | undefined {
	const [, first, sign = '', second, time = ''] =
		/^(\d{1,2})([./-])(\d{1,2})\2\d{4}( \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text) ?? [];
	if (first === undefined || second === undefined) return undefined;
	const isDayFirst = Number(first) > 12 || sign === '.';
	if (!isDayFirst && Number(second) <= 12) return undefined;
	const [day, month] = isDayFirst ? [first, second] : [second, first];
	if (Number(month) > 12 || Number(day) > 31) return undefined;
	const dayForm = day.length === 2 ? 'dd' : 'd';
	const monthForm = month.length === 2 ? 'MM' : 'M';
	const order = isDayFirst ? [dayForm, monthForm] : [monthForm, dayForm];
	const clock =
		time === ''
			? ''
			: ` ${/^ \d:/.test(time) ? 'H' : 'HH'}:mm${time.split(':').length > 2 ? ':ss' : ''}`;
	return `${order.join(sign)}${sign}yyyy${clock}`;
}
