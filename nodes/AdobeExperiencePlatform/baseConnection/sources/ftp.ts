import type { Credential, SourceParam, Source, ParamValue } from './source';

export function hostProblem(host: ParamValue): string | undefined {
	const text = String(host);
	if (text.includes('://')) return 'it is an address, and only the name of the server is needed';
	if (text.includes('@')) return 'it contains a user name';
	if (/[\s/\\]/.test(text)) return 'it has a slash or a space';
	if (/^[^:]*:\d+$/.test(text)) return 'it contains a port';
	return undefined;
}

/** FTP and SFTP servers have this in common. */
export const host: SourceParam = {
	name: 'host',
	label: 'Host',
	description: 'Name or IP address of the server, which Adobe must be able to reach',
	placeholder: 'e.g. sftp.example.com',
	isRequired: true,
	problem: hostProblem,
	advice:
		'Enter only the name or IP address of the server, without ftp:// or sftp://, user name, port and folder.',
};

export const userName: Credential = {
	name: 'userName',
	label: 'User Name',
	description: 'User that signs in to the server',
	isSecret: false,
	whenEmpty: 'stays',
};

export const password: Credential = {
	name: 'password',
	label: 'Password',
	description: 'Password of that user',
	isSecret: true,
	isRaw: true,
	kind: 'password',
};

export const ftp: Source = {
	value: 'ftp',
	label: 'FTP',
	specId: 'fb2e94c9-c031-467d-8103-6bd6e0a432f2',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/ftp',
	repeatedRunsHint:
		'Adobe recommends Schedule > Once for FTP. With other schedules, it may miss new or changed files.',
	methods: [
		{
			value: 'password',
			label: 'Password',
			description: 'With user name and password',
			specName: 'Basic Authentication for FTP',
			credentials: [userName, password],
			settings: [{ ...host, placeholder: 'e.g. ftp.example.com' }],
		},
	],
};
