import type { INodeProperties, ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	sources,
	keyChoices,
	keyMethods,
	SOURCE_AUTHENTICATION,
	SOURCE_KEYS,
	firstOfName,
	type Credential,
	type Source,
	secretsIn,
	type Params,
} from '../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

const [{ value: defaultSource }] = sources;
const hasChoice = (source: Source) => keyMethods(source).length > 1;

/**
 * Display options of the fields of one source. The public API of n8n 2.8 requires every field that `show` shows,
 * even if nothing is chosen. So the other choices hide these fields.
 */
function hiddenBut(source: string): { hide: Record<string, string[]> } {
	const others = sources.map(({ value }) => value).filter((value) => value !== source);
	return { hide: { [SOURCE_KEYS]: others } };
}

export const sourceKeysField: INodeProperties = {
	displayName: 'Source Keys',
	name: SOURCE_KEYS,
	type: 'options',
	options: sources.map(({ label: name, value }) => ({ name, value })),
	default: defaultSource,
	description:
		'Optional. The source whose keys this credential holds, for Keys From > Credential in the node. Without keys, leave it as it is.',
};

/** n8n's test of the credential asks Adobe, which does not know these keys. */
export const sourceKeysNotice: INodeProperties = {
	displayName:
		'All fields of a source are optional. Saving the credential does not test its keys: for that, write them into a base connection and run Base Connection > Test.',
	name: 'sourceKeysNotice',
	type: 'notice',
	default: '',
};

/**
 * One list for all sources, since n8n keeps one value per name, and its public API one set of allowed values.
 */
const sourceAuthenticationField: INodeProperties = {
	displayName: 'Source Authentication',
	name: SOURCE_AUTHENTICATION,
	type: 'options',
	options: [
		{ name: 'Default', value: '', description: defaults() },
		...keyChoices
			.filter(({ source }) => hasChoice(source))
			.map(({ source, method }) => ({
				name: `${method.label} (${source.label})`,
				value: method.value,
				description: method.description,
			}))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
	],
	default: '',
	displayOptions: {
		hide: {
			[SOURCE_KEYS]: sources.filter((source) => !hasChoice(source)).map(({ value }) => value),
		},
	},
	description: 'How Experience Platform signs in to the source',
};

function defaults(): string {
	const named = sources.filter(hasChoice).map((source) => {
		const [method] = keyMethods(source);
		return `${method?.label} for ${source.label}`;
	});
	return named.join(', ');
}

/** Fields for the keys of a source. Those of the default source exist since version 1. */
function fieldsOf(source: Source): INodeProperties[] {
	const methods = keyMethods(source);
	const names = firstOfName(methods.flatMap(({ credentials }) => credentials));
	return names.map((credential) => {
		const { hide } = hiddenBut(source.value);
		const others = otherAuthentications(source, credential.name);
		return {
			displayName: credential.label,
			name: credential.name,
			type: 'string',
			...(credential.isSecret && { typeOptions: { password: true } }),
			default: '',
			displayOptions: { hide: { ...hide, ...(others && { [SOURCE_AUTHENTICATION]: others }) } },
			...placeholderOf(credential),
			description: credential.description,
		};
	});
}

/**
 * The authentications that hide a parameter. Undefined if every method of its source has it. Any value of
 * another source stands for the first method.
 */
function otherAuthentications(source: Source, name: string): string[] | undefined {
	const methods = keyMethods(source);
	const having = methods.filter(({ credentials }) => credentials.some((one) => one.name === name));
	if (having.length === methods.length) return undefined;
	const [first] = methods;
	const values =
		first && having.includes(first)
			? methods.map(({ value }) => value)
			: ['', ...keyChoices.map(({ method }) => method.value)];
	return [...new Set(values)].filter((value) => !having.some((method) => method.value === value));
}

/** A credential has no item to take values from. */
function placeholderOf({ placeholder }: Credential): { placeholder?: string } {
	return placeholder === undefined || placeholder.includes('{{') ? {} : { placeholder };
}

export const ofDefaultSource = hiddenBut(defaultSource);

export const otherSourceFields: INodeProperties[] = [
	sourceAuthenticationField,
	...sources.filter(({ value }) => value !== defaultSource).flatMap(fieldsOf),
];

/** The credential's own secrets, and those in the keys of any source. */
export function secretsOfCredential(data: ICredentialDataDecryptedObject): string[] {
	const texts = Object.entries(data).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
	);
	const params: Params = Object.fromEntries(texts);
	const own = [params.accessToken, params.clientSecret].filter((value) => value !== undefined);
	const ofSources = keyChoices.flatMap(({ method }) => secretsIn(method, params));
	return [...new Set([...own.map(String), ...ofSources])];
}
