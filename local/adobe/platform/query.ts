import { platformRefusal } from './refusals';

/**
 * A whole number among the query parameters of a service beside Flow Service.
 * @param usual where the parameter is left out; without it the parameter is required
 * @throws Refusal 400; the words are ours, no service documents them
 */
export function wholeNumber(
	query: URLSearchParams,
	name: string,
	{
		usual,
		minimum = 0,
		maximum = Number.MAX_SAFE_INTEGER,
	}: { usual?: number; minimum?: number; maximum?: number } = {},
): number {
	const text = query.get(name);
	if (text === null) {
		if (usual !== undefined) return usual;
		throw platformRefusal(400, `The query parameter ${name} is required`);
	}
	const value = /^\d+$/.test(text) ? Number(text) : -1;
	if (value < minimum || value > maximum) {
		throw platformRefusal(
			400,
			`The query parameter ${name} must be a whole number between ${minimum} and ${maximum}`,
		);
	}
	return value;
}
