import type { SavedParameter } from './interfaceOf';

type Known = Record<string, SavedParameter>;

const TYPES: Record<string, string> = { boolean: 'boolean', number: 'number', string: 'string' };

/** What is wrong with the parameters that a workflow gives to a node: unknown names, and values of another kind. */
export function parameterProblems(given: Record<string, unknown>, known: Known): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const parameter = known[name];
		return parameter
			? valueProblems(value, parameter).map((problem) => `${name}${problem}`)
			: [`${name} is not known`];
	});
}

function valueProblems(value: unknown, parameter: SavedParameter): string[] {
	const { type, values, entries, modes, required } = parameter;
	if (typeof value === 'string' && value.startsWith('=')) return [];
	if (type === 'collection') {
		const problems = parameterProblems(value as Record<string, unknown>, entries ?? {});
		return problems.map((problem) => `.${problem}`);
	}
	if (type === 'resourceLocator') {
		const { mode, value: chosen } = value as { mode: string; value: string };
		if (!modes?.includes(mode)) return [`.mode ${mode} is not known`];
		return chosen || !required ? [] : [' is empty'];
	}
	// Its entries are in lists of their own, which are not checked here.
	if (type === 'fixedCollection') return typeof value === 'object' ? [] : [' is not a list'];
	if (values) {
		const unknown = [value].flat().filter((one) => !values.includes(one));
		return unknown.map((one) => ` has no value ${String(one)}`);
	}
	const wanted = TYPES[type];
	return wanted && typeof value !== wanted ? [` is not a ${wanted}`] : [];
}
