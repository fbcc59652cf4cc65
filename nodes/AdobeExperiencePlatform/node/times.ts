import { epochMilliseconds } from '../adobe/json';
import { Refusal } from '../adobe/errors/failure';

/** In 2001. Smaller numbers are dates such as 20300131, not epoch seconds. */
const SECONDS_FROM = 1_000_000_000;
const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads a time from a form or an expression: epoch seconds or milliseconds, or an ISO date. Without a time zone
 * in it, the workflow's counts. Other formats are refused, since they mean different days to different people.
 * @param zone IANA name, such as `Europe/Berlin`
 * @returns epoch milliseconds; undefined for an empty text
 * @throws Refusal
 */
export function readTime(text: string, label: string, zone: string): number | undefined {
	if (text === '') return undefined;
	const time = /^\d+(\.\d+)?$/.test(text) ? ofNumber(Number(text)) : ofIso(text, zone);
	if (time !== undefined && !Number.isNaN(time)) return time;
	throw new Refusal(
		`${label} is not a date`,
		'Enter a date such as 2030-01-31T12:00:00Z, or without the Z for the time zone of the workflow.',
	);
}

function ofNumber(value: number): number | undefined {
	if (value < SECONDS_FROM) return undefined;
	return epochMilliseconds(value);
}

function ofIso(text: string, zone: string): number | undefined {
	const match = ISO.exec(text);
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match
		.slice(1, 7)
		.map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
	const wall = Date.UTC(year, month - 1, day, hour, minute, second);
	// A day that does not exist, or hour 24, would become the next day. The same goes for minutes and seconds.
	const isReal =
		new Date(wall).toISOString().slice(0, 10) === text.slice(0, 10) && minute < 60 && second < 60;
	if (!isReal) return undefined;
	const [offset] = match.slice(7);
	if (offset !== undefined) return wall - offsetOf(offset);
	refuseUnknownZone(zone);
	return inZone(wall, zone);
}

/** A workflow may come from an n8n with other names of time zones. */
function refuseUnknownZone(zone: string): void {
	if (isZone(zone)) return;
	throw new Refusal(
		`The time zone of the workflow is not known: ${zone}`,
		'Choose one in the settings of the workflow, or give the date with its time zone, such as 2030-01-31T12:00:00Z.',
	);
}

function isZone(timeZone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

/** Milliseconds of an offset in an ISO date. */
function offsetOf(text: string): number {
	const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
	const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
	return sign === '-' ? -size : size;
}

/** When clocks in the zone show `wall`. An hour later if a clock change skips that time. */
function inZone(wall: number, zone: string): number {
	const first = wall - zoneOffset(wall, zone);
	const second = wall - zoneOffset(first, zone);
	const isShown = second + zoneOffset(second, zone) === wall;
	return isShown ? second : Math.max(first, second);
}

/** How far a zone's clocks are ahead of UTC at a time, in milliseconds. */
function zoneOffset(at: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - at;
}
