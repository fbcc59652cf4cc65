import { hostProblem } from './checks';
import type { Credential, SourceParam } from './source';

/** What servers of files have in common. */
export const host: SourceParam = {
	name: 'host',
	label: 'Host',
	description: 'Name or IP address of the server, which Adobe must be able to reach',
	placeholder: 'e.g. sftp.example.com',
	isRequired: true,
	problem: hostProblem,
	mend: 'Give the name or IP address of the server alone, without ftp:// or sftp://, user name, port and folder.',
};

export const userName: Credential = {
	name: 'userName',
	label: 'User Name',
	description: 'Who signs in to the server',
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
