import { host, password, userName } from './server';
import type { Source } from './source';

export const ftp: Source = {
	value: 'ftp',
	label: 'FTP',
	specId: 'fb2e94c9-c031-467d-8103-6bd6e0a432f2',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/ftp',
	repeatedRunsHint:
		'Adobe advises to read from FTP with Schedule > Once: with other schedules it may miss files that are new or changed.',
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
