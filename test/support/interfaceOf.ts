import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** What a saved workflow holds of a parameter: its name, type, default and the values to choose from. */
export interface FrozenParameter {
	type: string;
	default: unknown;
	values?: unknown[];
	entries?: Record<string, FrozenParameter>;
	modes?: string[];
}

type Child = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** The parameters by operation; those that all operations have under `*`. */
export function interfaceOf(
	properties: INodeProperties[],
): Record<string, Record<string, FrozenParameter>> {
	const found: Record<string, Record<string, FrozenParameter>> = {};
	for (const property of properties) {
		if (property.type === 'notice') continue;
		const operations = (property.displayOptions?.show?.operation ?? ['*']) as string[];
		for (const operation of operations) {
			(found[operation] ??= {})[property.name] = frozen(property);
		}
	}
	return found;
}

function frozen(property: INodeProperties): FrozenParameter {
	const { type, default: fallback, options = [], modes } = property;
	const parameter: FrozenParameter = { type, default: fallback };
	if (type === 'collection') {
		parameter.entries = Object.fromEntries(
			(options as INodeProperties[]).map((entry) => [entry.name, frozen(entry)]),
		);
	} else if (options.length > 0) {
		parameter.values = (options as Child[]).map((option) => 'value' in option && option.value);
	}
	if (modes) parameter.modes = modes.map(({ name }) => name);
	return parameter;
}
