import { folderPath } from './bucket';
import { wholeNumberProblem } from './checks';
import { isEncrypted, PRIVATE_KEY_MEND, privateKeyProblem } from './privateKey';
import { host, password, userName } from './server';
import type { Source, SourceParam } from './source';

const settings: SourceParam[] = [
	host,
	{
		name: 'disableChunking',
		label: 'Disable Chunking',
		description: 'Whether files are read as a whole, for servers that cannot send them in parts',
		type: 'boolean',
	},
	folderPath,
	{
		name: 'maxConcurrentConnections',
		label: 'Max Concurrent Connections',
		description: 'How many connections Adobe may open to the server at once',
		type: 'number',
		initial: 5,
		problem: wholeNumberProblem(1, Infinity),
		mend: 'Give a number such as 5, or leave it out.',
	},
	{
		name: 'port',
		label: 'Port',
		description: 'Port of the server, 22 where this is left out',
		type: 'number',
		initial: 22,
		problem: wholeNumberProblem(1, 65_535),
		mend: 'Give the port alone, or leave it out for 22.',
	},
];

export const sftp: Source = {
	value: 'sftp',
	label: 'SFTP',
	specId: 'b7bf2577-4520-42c9-bae9-cad01560f7bc',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/sftp',
	methods: [
		{
			value: 'password',
			label: 'Password',
			description: 'With user name and password',
			specName: 'Basic Authentication for sftp',
			credentials: [userName, password],
			settings,
		},
		{
			value: 'privateKey',
			label: 'Private Key',
			description: 'With an SSH key whose public part the server knows',
			specName: 'SSH PublicKey Authentication for sftp',
			credentials: [
				userName,
				{
					name: 'privateKeyContent',
					label: 'Private Key',
					description: 'Base64 of the whole file of an RSA, DSA or Ed25519 key in OpenSSH format',
					placeholder: 'e.g. {{ $json.key.base64Encode() }}',
					isSecret: true,
					kind: 'base64',
					// What encodes it breaks it into lines.
					tidy: (text) => (text.includes('-----BEGIN') ? text : text.replace(/\s/g, '')),
					problem: privateKeyProblem,
					mend: PRIVATE_KEY_MEND,
				},
				{
					name: 'passPhrase',
					label: 'Pass Phrase',
					description: 'What the key is protected with, if it is',
					isSecret: true,
					isRaw: true,
					kind: 'password',
					whenEmpty: 'goes',
				},
			],
			settings,
			problem: ({ privateKeyContent, passPhrase }) =>
				isEncrypted(String(privateKeyContent)) && passPhrase === undefined
					? {
							message: 'Pass Phrase is empty, and the Private Key is protected by one',
							mend: 'Give the pass phrase of the key, or a key without one (ssh-keygen -p -m PEM -f FILE).',
						}
					: undefined,
		},
	],
};
