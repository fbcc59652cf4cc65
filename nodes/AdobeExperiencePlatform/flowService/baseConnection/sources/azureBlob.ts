import { folderPath } from './bucket';
import { webAddressProblem } from './checks';
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

function connectionStringProblem(value: ParamValue): string | undefined {
	const members = membersOf(String(value));
	const missing = ['AccountName', 'AccountKey'].find((name) => !members.get(name));
	return missing && `it has no ${missing}`;
}

function queryOf(sasUri: string): URLSearchParams {
	return URL.canParse(sasUri) ? new URL(sasUri).searchParams : new URLSearchParams();
}

/** The `se` of a shared access signature; without one a stored access policy says when it expires. */
function sasExpiresAt(sasUri: string): number | undefined {
	const end = Date.parse(queryOf(sasUri).get('se') ?? '');
	return Number.isNaN(end) ? undefined : end;
}

function sasUriProblem(value: ParamValue): string | undefined {
	const sasUri = String(value);
	const address = webAddressProblem(sasUri);
	if (address) return address;
	const query = queryOf(sasUri);
	if (!query.get('sig')) return 'it has no signature (sig)';
	if (!query.has('se')) return undefined;
	const end = sasExpiresAt(sasUri);
	if (end === undefined) return 'the date at which it expires (se) cannot be read';
	return end <= Date.now() ? `it expired at ${new Date(end).toISOString()}` : undefined;
}

/** The signature as it stands in the address and as it is. */
function signaturesOf(sasUri: string): string[] {
	const [, written = ''] = /[?&]sig=([^&#]*)/.exec(sasUri) ?? [];
	return [written, queryOf(sasUri).get('sig') ?? ''].filter(Boolean);
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
					problem: sasUriProblem,
					mend: 'Make a new shared access signature (Azure portal > Storage account or container > Shared access signature) and give the whole address, from https:// to its sig.',
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
					problem: webAddressProblem,
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
