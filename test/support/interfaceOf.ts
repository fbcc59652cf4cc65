import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** What a saved workflow holds of a parameter: its name, type, default and the values to choose from. */
export interface FrozenParameter {
	type: string;
	default: unknown;
	values?: unknown[];
	entries?: Record<string, FrozenParameter>;
	modes?: string[];
	/** Of a resource locator, which is empty otherwise. */
	required?: boolean;
}

type Child = INodeProperties | INodePropertyOptions | INodePropertyCollection;

export type FrozenInterface = Record<string, Record<string, FrozenParameter>>;

/** The parameters of a resource by operation; those that all operations have under `*`. */
export function interfaceOf(properties: INodeProperties[], resource?: string): FrozenInterface {
	const found: FrozenInterface = {};
	for (const property of properties) {
		const resources = property.displayOptions?.show?.resource ?? [resource];
		if (property.type === 'notice' || !resources.includes(resource as string)) continue;
		const operations = (property.displayOptions?.show?.operation ?? ['*']) as string[];
		for (const operation of operations) {
			const parameters = (found[operation] ??= {});
			parameters[property.name] = joined(parameters[property.name], frozen(property));
		}
	}
	return found;
}

/** One of several parameters of the same name, which are shown under different choices: the first, and what others offer. */
function joined(first: FrozenParameter | undefined, more: FrozenParameter): FrozenParameter {
	if (!first) return more;
	const values = [...new Set([...(first.values ?? []), ...(more.values ?? [])])];
	return {
		...first,
		...(values.length > 0 && { values }),
		...(first.entries && { entries: { ...more.entries, ...first.entries } }),
	};
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
	if (modes) {
		parameter.modes = modes.map(({ name }) => name);
		parameter.required = property.required === true;
	}
	return parameter;
}

/** The interface of each resource of a node. */
export function interfacesOf(properties: INodeProperties[]): Record<string, FrozenInterface> {
	const { options = [] } = properties.find(({ name }) => name === 'resource') as INodeProperties;
	const resources = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	return Object.fromEntries(
		resources.map((resource) => [resource, interfaceOf(properties, resource)]),
	);
}
