import { webAddressProblem, endpointProblem, folderPath } from './bucket';
import type { Finding } from './pasted';
import type { Source, SourceParam, Credential } from './source';

/** Entra shows two values for a client secret side by side. Only one of them is the secret. */
function clientSecretProblem(value: string): Finding | undefined {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
		? {
				found: 'it is the ID of a client secret and not its value',
				description:
					'Enter what Microsoft Entra ID shows under Value when the client secret is created.',
			}
		: undefined;
}

/** An application of Microsoft Entra ID that may read the storage. */
const servicePrincipal: Credential[] = [
	{
		name: 'servicePrincipalId',
		label: 'Service Principal ID',
		description: 'Application (client) ID of the app registration in Microsoft Entra ID',
		isSecret: false,
		whenEmpty: 'stays',
	},
	{
		name: 'servicePrincipalKey',
		label: 'Service Principal Key',
		description: 'Client secret of the app registration, which expires within months',
		placeholder: 'e.g. {{ $json.secretText }}',
		isSecret: true,
		kind: 'key',
		problem: clientSecretProblem,
	},
	{
		name: 'tenant',
		label: 'Tenant',
		description: 'ID or domain of the Microsoft Entra tenant of the application',
		isSecret: false,
		whenEmpty: 'stays',
	},
];

const NEW_ONE =
	'Create a new shared access signature (Azure portal > container > Shared access tokens) with the permissions Read and List, and enter the whole address, from https:// through the sig parameter.';

/** Clocks differ. For the same reason, Microsoft recommends a start 15 minutes in the past. */
const CLOCK_SLACK = 15 * 60_000;

function queryOf(sasUri: string): URLSearchParams {
	return URL.canParse(sasUri) ? new URL(sasUri).searchParams : new URLSearchParams();
}

function timesIn(query: URLSearchParams, names: readonly string[]): number[] {
	return names
		.map((name) => Date.parse(query.get(name) ?? ''))
		.filter((time) => !Number.isNaN(time));
}

/**
 * The `se` of a shared access signature, or the `ske` of the user delegation key that signed it, whichever comes first.
 * Without them, a stored access policy decides.
 */
function endOf(query: URLSearchParams): number | undefined {
	const ends = timesIn(query, ['se', 'ske']);
	return ends.length > 0 ? Math.min(...ends) : undefined;
}

/** The signature as it is in the address, and decoded. */
function signaturesOf(sasUri: string): string[] {
	const [, written = ''] = /[?&]sig=([^&#]*)/.exec(sasUri) ?? [];
	return [written, queryOf(sasUri).get('sig') ?? ''].filter(Boolean);
}

function sasUriProblem(sasUri: string): Finding | undefined {
	const address = webAddressProblem(sasUri);
	const query = queryOf(sasUri);
	const found = address ?? serviceProblem(sasUri) ?? formProblem(query) ?? scopeProblem(query);
	return found ? { found, description: NEW_ONE } : timeProblem(query);
}

/** A storage account has one address for each of its services. */
function serviceProblem(sasUri: string): string | undefined {
	const { hostname } = new URL(sasUri);
	return /\.(?:file|queue|table)\.core\.[\w.]+$/.test(hostname)
		? 'it is the address of files, queues or tables, and not of blobs'
		: undefined;
}

function formProblem(query: URLSearchParams): string | undefined {
	if (!query.get('sig')) return 'it has no signature (sig)';
	const end = query.get('se');
	if (end !== null && Number.isNaN(Date.parse(end))) {
		return 'its expiry date (se) cannot be read';
	}
	return undefined;
}

/** Adobe lists and reads, from several addresses. What the address leaves out is in a stored access policy. */
function scopeProblem(query: URLSearchParams): string | undefined {
	const of = (name: string) => query.get(name) ?? '';
	if (['b', 'bs', 'bv'].includes(of('sr')))
		return 'it is for one blob, and Adobe needs a container';
	if (of('ss') && !of('ss').includes('b')) return 'it is not for blobs (ss)';
	if (of('srt') && !/^(?=.*c)(?=.*o)/.test(of('srt'))) {
		return 'it is not for containers and objects (srt), and Adobe needs both';
	}
	if (of('sp') && !of('sp').includes('l')) return 'it does not allow listing (sp)';
	if (of('sp') && !of('sp').includes('r')) return 'it does not allow reading (sp)';
	const [first, last = first] = of('sip').split('-');
	if (first && first === last) {
		return 'it allows one IP address (sip), and Adobe reads from several';
	}
	return undefined;
}

function timeProblem(query: URLSearchParams): Finding | undefined {
	const start = Math.max(...timesIn(query, ['st', 'skt']));
	const end = endOf(query);
	const now = Date.now();
	if (end !== undefined && end <= now) {
		return {
			found: 'The SAS URI has expired',
			description: `It expired at ${new Date(end).toISOString()}. ${NEW_ONE}`,
		};
	}
	if (start > now + CLOCK_SLACK) {
		return {
			found: 'The SAS URI is not valid yet',
			description: `It starts at ${new Date(start).toISOString()}, so it would replace one that works now. ${NEW_ONE}`,
		};
	}
	return undefined;
}

/** Adobe's addresses may be in the range, but that cannot be checked. */
function sasUriHint(sasUri: string): string | undefined {
	const range = queryOf(sasUri).get('sip') ?? '';
	return range.includes('-')
		? `The SAS URI allows requests from ${range} only. If the connection test fails, check that Adobe's IP addresses of your region are in this range.`
		: undefined;
}

const container: SourceParam = {
	name: 'container',
	label: 'Container',
	description: 'Required if the credentials can read only this container',
	placeholder: 'e.g. landing',
	problem: (value) =>
		/[/\\]/.test(value) ? 'it has a slash, and containers have none' : undefined,
	advice: 'Enter only the name of the container. Folders in it belong in Folder Path.',
};
const settings = [container, folderPath];

/** Members of a connection string by name: `AccountName=acme;AccountKey=…`. */
function membersOf(connectionString: string): Map<string, string> {
	const members = connectionString.split(';').map((member): [string, string] => {
		const [, name = '', value = ''] = /^\s*([^=]*?)\s*=(.*)$/s.exec(member) ?? [];
		return [name, value.trim()];
	});
	return new Map(members);
}

function connectionStringProblem(value: string): string | Finding | undefined {
	const members = membersOf(value);
	if (members.has('SharedAccessSignature') && !members.get('AccountKey')) {
		return {
			found: 'it has a shared access signature and no account key',
			description:
				'Choose Authentication > SAS URI, and enter the address of a container with its signature. Or copy the connection string from the Azure portal (Storage account > Access keys).',
		};
	}
	const missing = ['AccountName', 'AccountKey'].find((name) => !members.get(name));
	if (missing) return `it has no ${missing}`;
	return /^[\w+/=-]+$/.test(members.get('AccountKey') as string)
		? undefined
		: 'its AccountKey has characters that no key has';
}

/** The portal lists both endpoints of a storage account side by side. */
function endpointHint(service: 'blob' | 'dfs') {
	const other = service === 'blob' ? 'dfs' : 'blob';
	return (address: string): string | undefined => {
		if (!new URL(address).hostname.includes(`.${other}.core.`)) return undefined;
		return `The address ${address} is that of the ${other} endpoint, and this source reads from the ${service} endpoint: ${address.replace(`.${other}.`, `.${service}.`)}. Change it if the connection test fails.`;
	};
}

export const azureBlob: Source = {
	value: 'azureBlob',
	label: 'Azure Blob Storage',
	specId: '4c10e202-c428-4796-9208-5f1f5732b1cf',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/blob',
	methods: [
		{
			value: 'connectionString',
			label: 'Connection String',
			description: 'With a key of the storage account',
			specName: 'ConnectionString',
			credentials: [
				{
					name: 'connectionString',
					label: 'Connection String',
					description: 'As the Azure portal shows it under Access Keys',
					placeholder: 'e.g. DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=…',
					isSecret: true,
					secretParts: (value) => {
						const members = membersOf(value);
						return ['AccountKey', 'SharedAccessSignature']
							.map((name) => members.get(name) ?? '')
							.filter(Boolean);
					},
					kind: 'connectionString',
					problem: connectionStringProblem,
					advice:
						'Copy the whole connection string from the Azure portal (Storage account > Access keys): DefaultEndpointsProtocol=https;AccountName=…;AccountKey=….',
				},
			],
			settings,
		},
		{
			value: 'sasUri',
			label: 'SAS URI',
			description: 'With a shared access signature, which expires',
			specName: 'SAS URI Authentication',
			olderSpecNames: ['SasURIAuthentication'],
			credentials: [
				{
					name: 'sasUri',
					label: 'SAS URI',
					description: 'Address with a shared access signature that allows reading and listing',
					placeholder: 'e.g. https://acme.blob.core.windows.net/landing?sp=rl&se=…&sig=…',
					isSecret: true,
					secretParts: signaturesOf,
					expiresAt: (sasUri) => endOf(queryOf(sasUri)),
					kind: 'address',
					problem: sasUriProblem,
					hint: sasUriHint,
				},
			],
			settings,
		},
		{
			value: 'servicePrincipal',
			label: 'Service Principal',
			description: 'With an application of Microsoft Entra ID',
			specName: 'Service Principal Based Authentication',
			credentials: servicePrincipal,
			settings: [
				{
					name: 'serviceEndpoint',
					label: 'Service Endpoint',
					description: 'Blob endpoint of the storage account',
					placeholder: 'e.g. https://acme.blob.core.windows.net',
					isRequired: true,
					problem: endpointProblem,
					advice: 'Write it like https://acme.blob.core.windows.net.',
					hint: endpointHint('blob'),
				},
				{
					name: 'accountKind',
					label: 'Account Kind',
					description: 'Kind of the storage account, as Azure calls it',
					placeholder: 'e.g. StorageV2',
				},
				...settings,
			],
		},
	],
};

export const azureDataLakeGen2: Source = {
	value: 'azureDataLakeGen2',
	label: 'Azure Data Lake Storage Gen2',
	specId: 'b3ba5556-48be-44b7-8b85-ff2b69b46dc4',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/adls-gen2',
	methods: [
		{
			value: 'servicePrincipal',
			label: 'Service Principal',
			description: 'With an application of Microsoft Entra ID',
			specName: 'Basic Authentication for adls-gen2',
			credentials: servicePrincipal,
			settings: [
				{
					name: 'url',
					label: 'URL',
					description: 'Data Lake endpoint of the storage account',
					placeholder: 'e.g. https://acme.dfs.core.windows.net',
					isRequired: true,
					problem: endpointProblem,
					advice: 'Write it like https://acme.dfs.core.windows.net.',
					hint: endpointHint('dfs'),
				},
			],
		},
	],
};
