import type { INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/**
 * Helps n8n's assistant to choose and connect nodes. This is `IBuilderHint` of n8n-workflow, which the oldest
 * supported n8n does not have and ignores.
 */
interface BuilderHint {
	searchHint: string;
	relatedNodes: Array<{ nodeType: string; relationHint: string }>;
}

export type HintedDescription = INodeTypeDescription & { builderHint: BuilderHint };

export const sandboxNameOption: INodeProperties = {
	displayName: 'Sandbox Name',
	name: 'sandboxName',
	type: 'string',
	default: '',
	placeholder: 'e.g. dev',
	description: 'Sandbox to use instead of the one in the credential',
};

/** In seconds. */
export const DEFAULT_TIMEOUT = 60;
export const LONGEST_TIMEOUT = 600;

const commonOptions: INodeProperties[] = [
	sandboxNameOption,
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: LONGEST_TIMEOUT },
		default: DEFAULT_TIMEOUT,
		description: 'How many seconds to wait for each response',
	},
];

export const DEFAULT_CONCURRENCY = 5;
export const MOST_CONCURRENCY = 50;

export const concurrencyOption: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_CONCURRENCY },
	default: DEFAULT_CONCURRENCY,
	description: 'How many items to process at once',
};

/** Sorted by label, as n8n requires for the entries of a collection. */
export function byLabel(fields: INodeProperties[]): INodeProperties[] {
	return fields.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
}

export function optionsField(...more: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byLabel([...commonOptions, ...more]),
	};
}

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

export function filtersField(...filters: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: filters,
	};
}

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const SINCE_1_1 = { '@version': [{ _cnd: { gte: 1.1 } }] };
const VERSION_1 = { '@version': [1] };

/**
 * A collection that shows some of its entries at once in new nodes. In saved workflows it stays as it was.
 * @param entries with values that mean the same as a missing entry
 */
export function shownAtOnce(
	collection: INodeProperties,
	entries: INodeParameters,
): INodeProperties[] {
	const { show } = collection.displayOptions ?? {};
	return [
		{ ...collection, displayOptions: { show: { ...show, ...VERSION_1 } } },
		{ ...collection, default: entries, displayOptions: { show: { ...show, ...SINCE_1_1 } } },
	];
}

/** Simplify, on in new nodes. Saved nodes of version 1 return what they returned before. */
export const simplifyFields: INodeProperties[] = [
	{ ...simplify, displayOptions: { show: SINCE_1_1 } },
	{ ...simplify, default: false, displayOptions: { show: VERSION_1 } },
];

export const nameFilter: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'The exact name, case-sensitive',
};

/** A resource locator for an ID, with a searchable list. */
export function idLocator(locator: {
	displayName: string;
	name: string;
	description: string;
	/** Name of the list's method. */
	list: string;
	placeholder: string;
	/** What an empty field means. Without it, the field is required. */
	empty?: string;
	hint?: string;
}): INodeProperties {
	const { displayName, name, description, list, placeholder, empty, hint } = locator;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: empty === undefined,
		description,
		...(hint !== undefined && { hint }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: empty ?? `Select a ${displayName.toLowerCase()}...`,
				typeOptions: { searchListMethod: list, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
		],
	};
}

/** In minutes. */
export const DEFAULT_MAX_WAIT = 30;

export const maxWaitOption: INodeProperties = {
	displayName: 'Max Wait',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_MAX_WAIT,
	description: 'Maximum number of minutes to wait',
};

export const connectionIdField = idLocator({
	displayName: 'Connection',
	name: 'connectionId',
	description: 'The base connection to work with',
	hint: 'Choose from the list, or drag id here from the output of a Base Connection node',
	list: 'searchConnections',
	placeholder: 'e.g. 4cb0c374-d3bb-4557-b139-5712880adc55',
});

export const etagOption: INodeProperties = {
	displayName: 'Etag',
	name: 'etag',
	type: 'string',
	default: '',
	placeholder: 'e.g. "1700d77b-0000-0200-0000-5e3b41a10000"',
	description: 'Update only if it still has this etag. If empty, the node reads the current etag.',
};
