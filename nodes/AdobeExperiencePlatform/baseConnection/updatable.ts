import { firstOfName, type SourceParam } from './sources/source';
import { sources } from './sources';
import { optionalSettings } from './sourceFields';

/**
 * Every setting of some source once, with the sources that have it. What is wrong with a value is what
 * is wrong with it for each of them; what only some refuse is found once the connection is read.
 */
export function settingsOfAll(): SourceParam[] {
	const all = sources.flatMap(({ label: source, methods }) =>
		firstOfName(methods.flatMap(({ settings }) => settings)).map((param) => ({ source, param })),
	);
	return firstOfName(all.map(({ param }) => param)).map((param) => {
		const alike = all.filter((one) => one.param.name === param.name);
		const labels = alike.map(({ source }) => source).join(', ');
		return {
			...param,
			description: `${param.description}. For ${labels}.`,
			problem: (value) =>
				alike.every((one) => one.param.problem?.(value)) ? param.problem?.(value) : undefined,
		};
	});
}

/** What connections of some source may be without, by name with its label. */
export function removableParams(): Map<string, string> {
	const optional = sources.flatMap(({ methods }) =>
		methods.flatMap((method) => [
			...optionalSettings(method),
			...method.credentials.filter(({ whenEmpty }) => whenEmpty === 'goes'),
		]),
	);
	return new Map(optional.map(({ name, label }) => [name, label]));
}
