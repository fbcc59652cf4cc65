/** Later than any date in seconds, earlier than any in milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000;

/** A time that is given in seconds or milliseconds, in milliseconds: services and tools use both. */
export function epochMilliseconds(value: number): number {
	return value < MILLISECONDS_FROM ? value * 1000 : value;
}
