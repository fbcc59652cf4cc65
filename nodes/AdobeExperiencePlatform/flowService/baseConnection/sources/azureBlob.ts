import { folderPath } from './bucket';
import { endpointProblem } from './checks';
import type { Finding } from './pasted';
import { sasExpiresAt, sasUriHint, sasUriProblem, signaturesOf } from './sasUri';
import { servicePrincipal } from './servicePrincipal';
import type { ParamValue, Source, SourceParam } from './source';

const container: SourceParam = {
	name: 'container',
	label: 'Container',
	description: 'Needed where the credentials may read this container only',
	placeholder: 'e.g. landing',
	problem: (value) =>
		/[/\\]/.test(String(value)) ? 'it has a slash, and containers have none' : undefined,
	mend: 'Give the name of the container alone; what is below it belongs into Folder Path.',
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

function connectionStringProblem(value: ParamValue): string | Finding | undefined {
	const members = membersOf(String(value));
	const missing = ['AccountName', 'AccountKey'].find((name) => !members.get(name));
	if (missing) return `it has no ${missing}`;
	return /^[\w+/=-]+$/.test(members.get('AccountKey') ?? '')
		? undefined
		: 'its AccountKey has characters that no key has';
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
					mend: 'Copy the whole connection string from the Azure portal (Storage account > Access keys): DefaultEndpointsProtocol=https;AccountName=…;AccountKey=….',
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
					description: 'Address with a shared access signature that allows to read and list',
					placeholder: 'e.g. https://acme.blob.core.windows.net/landing?sp=rl&se=…&sig=…',
					isSecret: true,
					secretParts: signaturesOf,
					expiresAt: sasExpiresAt,
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
					mend: 'Write it like https://acme.blob.core.windows.net.',
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
