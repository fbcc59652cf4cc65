import { NodeHelpers, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

/** What a saved workflow holds of a parameter: its name, type, default and the values to choose from. */
export interface SavedParameter {
	type: string;
	default: unknown;
	values?: unknown[];
	entries?: Record<string, SavedParameter>;
	modes?: string[];
	/** Of a resource locator, which is empty otherwise. */
	required?: boolean;
}

export type SavedInterface = Record<string, Record<string, SavedParameter>>;

/** The parameters of a resource by operation, as a node of this version has them; those that all operations have under `*`. */
export function interfaceOf(
	properties: INodeProperties[],
	resource?: string,
	version = 1,
): SavedInterface {
	const found: SavedInterface = {};
	for (const property of properties) {
		const resources = property.displayOptions?.show?.resource ?? [resource];
		const isHere = resources.includes(resource as string) && isIn(version, property);
		if (property.type === 'notice' || !isHere) continue;
		for (const operation of operationsOf(property)) {
			const parameters = (found[operation] ??= {});
			parameters[property.name] = joined(parameters[property.name], saved(property));
		}
	}
	return found;
}

/** The interface of each resource of a node. */
export function interfacesOf(
	properties: INodeProperties[],
	version = 1,
): Record<string, SavedInterface> {
	const { options = [] } = properties.find(({ name }) => name === 'resource') as INodeProperties;
	const resources = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	return Object.fromEntries(
		resources.map((resource) => [resource, interfaceOf(properties, resource, version)]),
	);
}

/** One of several parameters of the same name, which are shown under different choices: the first, and what others offer. */
function joined(first: SavedParameter | undefined, more: SavedParameter): SavedParameter {
	if (!first) return more;
	const values = [...new Set([...(first.values ?? []), ...(more.values ?? [])])];
	return {
		...first,
		...(values.length > 0 && { values }),
		...(first.entries && { entries: { ...more.entries, ...first.entries } }),
	};
}

function saved(property: INodeProperties): SavedParameter {
	const { type, default: fallback, modes, required = false } = property;
	const entries = entriesOf(property).map(([name, entry]) => [name, saved(entry)] as const);
	const values = valuesOf(property);
	return {
		type,
		default: fallback,
		...(entries.length > 0 && { entries: Object.fromEntries(entries) }),
		...(values.length > 0 && { values }),
		...(modes && { modes: modes.map(({ name }) => name), required }),
	};
}

/**
 * What workflows can be saved with by now, a line for each operation and parameter:
 * its name, type and default, the values or modes to choose from, and the versions of the node that have it.
 */
export function namesIn(properties: INodeProperties[]): string[] {
	const lines = properties.flatMap((property) => {
		const resources = property.displayOptions?.show?.resource ?? ['*'];
		return resources.flatMap((resource) =>
			operationsOf(property).flatMap((operation) =>
				linesOf(property).map((line) => `${String(resource)} ${operation} ${line}`),
			),
		);
	});
	return [...new Set(lines)].sort();
}

function linesOf(property: INodeProperties, before = ''): string[] {
	const { type, default: fallback, displayOptions, modes, required } = property;
	if (type === 'notice') return [];
	const name = `${before}${property.name}`;
	const choices = [...valuesOf(property), ...(modes ?? []).map((mode) => mode.name)];
	const version = displayOptions?.show?.['@version'];
	const line = [
		`${name}: ${type}`,
		JSON.stringify(fallback),
		...(choices.length > 0 ? [`of ${choices.join(', ')}`] : []),
		// A resource locator is empty unless it is required.
		...(modes && required ? ['required'] : []),
		...(version ? [`version ${JSON.stringify(version)}`] : []),
	].join(' ');
	return [line, ...entriesOf(property).flatMap(([, entry]) => linesOf(entry, `${name}.`))];
}

function operationsOf({ displayOptions }: INodeProperties): string[] {
	return (displayOptions?.show?.operation ?? ['*']) as string[];
}

function isIn(version: number, property: INodeProperties): boolean {
	const condition = property.displayOptions?.show?.['@version'];
	const byVersion = { ...property, displayOptions: { show: { '@version': condition } } };
	return !condition || NodeHelpers.displayParameter({}, byVersion, { typeVersion: version }, null);
}

/** The fields of a collection, or of each group of a fixed one. */
function entriesOf({ type, options = [] }: INodeProperties): Array<[string, INodeProperties]> {
	if (type === 'collection') {
		return (options as INodeProperties[]).map((entry) => [entry.name, entry]);
	}
	return options.flatMap((group) =>
		'values' in group && type === 'fixedCollection'
			? group.values.map((entry): [string, INodeProperties] => [
					`${group.name}.${entry.name}`,
					{ ...entry, name: `${group.name}.${entry.name}` },
				])
			: [],
	);
}

function valuesOf({ type, options = [] }: INodeProperties): unknown[] {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return (options as INodePropertyOptions[]).map(({ value }) => value);
}
