import type { INodeProperties, INodePropertyOptions, IDisplayOptions } from 'n8n-workflow';
import {
	type AuthMethod,
	type Credential,
	type Source,
	type SourceParam,
	type StoredSet,
	storedSetOf,
	sources,
} from './sources/source';
import { addTo } from '../adobe/json';
import { byLabel, shownAtOnce } from '../node/commonFields';

/** A source and an authentication, with the display options of their fields. */
interface Choice {
	source: Source;
	method: AuthMethod;
	show: Show;
}

/** Every source that has methods which pass, with these methods. */
function choicesOf(passes: (method: AuthMethod) => boolean): Choice[][] {
	return sources.flatMap((source) => {
		const methods = source.methods.filter(passes);
		if (methods.length === 0) return [];
		const bySource = { source: [source.value] };
		return [
			methods.map((method) => ({
				source,
				method,
				show: methods.length > 1 ? { ...bySource, authentication: [method.value] } : bySource,
			})),
		];
	});
}

export function sourceChoices(offered: readonly Source[]): INodePropertyOptions[] {
	return offered.map(({ label: name, value }) => ({ name, value }));
}

/** Lint takes an address for a relative one if an expression gives it within a description. */
function linkTo(page: string): string {
	return `<a href="${page}">`;
}

const [{ value: defaultSource }] = sources;

function sourceField(offered: readonly Source[]): INodeProperties {
	return {
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: sourceChoices(offered),
		default: defaultSource,
		description: 'The cloud storage or server that Experience Platform reads the files from',
	};
}

/** The Authentication list of each source that has more than one method. */
function authenticationFields(choices: Choice[][]): INodeProperties[] {
	return choices
		.filter(({ length }) => length > 1)
		.map((methods) => {
			const [{ source, method: first }] = methods as [Choice];
			const { value: defaultMethod } = first;
			return {
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: methods.map(({ method: { label: name, value, description } }) => ({
					name,
					value,
					description,
				})),
				default: defaultMethod,
				displayOptions: { show: { source: [source.value] } },
				description: `How Experience Platform signs in. ${linkTo(source.page)}Adobe documentation</a>.`,
			} satisfies INodeProperties;
		});
}

function notices(choices: Choice[][]): INodeProperties[] {
	return choices.flat().flatMap(({ method, show }) =>
		method.notice === undefined
			? []
			: {
					displayName: method.notice,
					name: `${method.value}Notice`,
					type: 'notice',
					default: '',
					displayOptions: { show },
				},
	);
}

/**
 * "Keys From" and the fields of each set of credentials.
 * @param isWhole whether the fields create a whole connection. Otherwise they replace credentials, and some of
 * them stay as they are if left empty
 */
function credentialFields(choices: Choice[], isWhole: boolean): INodeProperties[] {
	const groups = new Map<StoredSet, Choice[]>();
	for (const choice of choices) {
		const storedSet = storedSetOf(choice.method);
		if (storedSet) addTo(groups, storedSet, choice);
	}
	return [...groups].flatMap(([storedSet, group]) => [
		...storedSetFields(storedSet, isWhole ? storedSet.initial : 'fields', showOf(group)),
		...group.flatMap(({ method: { credentials }, show }) =>
			credentials.map((one) =>
				credentialField(one, { ...show, [storedSet.name]: ['fields'] }, !isWhole),
			),
		),
	]);
}

/** Display options for all of these choices. Several are always all methods of their sources that pass. */
function showOf(choices: Choice[]): Show {
	const [only] = choices;
	if (only && choices.length === 1) return only.show;
	return { source: [...new Set(choices.map(({ source }) => source.value))] };
}

function credentialField(credential: Credential, show: Show, isKept: boolean): INodeProperties {
	const { isSecret, whenEmpty, description } = credential;
	return {
		...paramField(credential),
		...(isSecret && { typeOptions: { password: true } }),
		displayOptions: { show },
		description:
			isKept && whenEmpty === 'stays'
				? `${description}. If empty, it stays as it is.`
				: description,
	};
}

export function paramField(param: SourceParam): INodeProperties {
	const { name, label, description, placeholder, type, initial } = param;
	return {
		displayName: label,
		name,
		type: type ?? 'string',
		default: initial ?? (type === 'boolean' ? false : ''),
		...(placeholder && { placeholder }),
		description,
	};
}

export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'What the connection is for, shown in Experience Platform',
};

/** The location of the files: optional, but most people fill it in. */
const LOCATION = ['bucketName', 'container', 'folderPath'];

/** Additional Fields, once for all methods of a source that have the same optional settings. */
function additionalFields(methods: Choice[]): INodeProperties[] {
	const groups = new Map<string, Choice[]>();
	for (const choice of methods) {
		const names = optionalSettings(choice.method).map(({ name }) => name);
		addTo(groups, names.join(), choice);
	}
	return [...groups.values()].flatMap((group) => {
		const [{ source, method }] = group as [Choice];
		const values = group.map((choice) => choice.method.value);
		const settings = optionalSettings(method);
		const location = settings
			.filter(({ name }) => LOCATION.includes(name))
			.map(({ name }) => [name, '']);
		return shownAtOnce(
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add field',
				default: {},
				displayOptions: {
					show: { source: [source.value], ...(groups.size > 1 && { authentication: values }) },
				},
				options: byLabel([...settings.map(paramField), descriptionField]),
			},
			Object.fromEntries(location),
		);
	});
}

export function optionalSettings({ settings }: AuthMethod): SourceParam[] {
	return settings.filter(({ isRequired }) => !isRequired);
}

/**
 * The parameters of a whole connection. None is `required`: if Source is an expression, n8n takes the fields of
 * all sources as shown, and would demand all of them.
 */
export function wholeConnectionFields(): INodeProperties[] {
	const choices = choicesOf(() => true);
	const required = choices
		.flat()
		.flatMap(({ method, show }) =>
			method.settings
				.filter(({ isRequired }) => isRequired)
				.map((param) => ({ ...paramField(param), displayOptions: { show } })),
		);
	return [
		sourceField(sources),
		...authenticationFields(choices),
		...notices(choices),
		...required,
		...credentialFields(choices.flat(), true),
		...choices.flatMap(additionalFields),
	];
}

export function newCredentialsFields(): INodeProperties[] {
	const choices = choicesOf(({ credentials }) => credentials.length > 0);
	return [
		sourceField(choices.map(([choice]) => (choice as Choice).source)),
		...authenticationFields(choices),
		...credentialFields(choices.flat(), false),
	];
}

export function fieldsOfSet(method: AuthMethod): INodeProperties[] {
	return credentialFields([{ source: sources[0], method, show: {} }], false);
}

type Show = NonNullable<IDisplayOptions['show']>;

/** The list "Keys From", and a notice if the keys are typed into the workflow. */
function storedSetFields(
	storedSet: StoredSet,
	initial: StoredSet['initial'],
	show: Show,
): INodeProperties[] {
	const { name, label } = storedSet;
	return [
		storedSetField(storedSet, initial, show),
		{
			displayName: `What you type into these fields is saved in the workflow. To keep the keys in the Adobe credential instead, choose ${label} > Credential.`,
			name: `${name}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: { ...show, [name]: ['fields'] } },
		},
	];
}

function storedSetField(
	{ name, label, what, example }: StoredSet,
	initial: StoredSet['initial'],
	show: Show,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'options',
		options: [
			{
				name: 'Credential',
				value: 'credential',
				description: 'Use the keys in the Adobe credential of this node',
			},
			{
				name: 'Fields Below',
				value: 'fields',
				description: `Use the keys in the fields, for instance from ${example}`,
			},
		],
		default: initial,
		displayOptions: { show },
		description: `Where the ${what} come from. n8n saves what you type into fields in the workflow.`,
	};
}
