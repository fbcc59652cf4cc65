import type { Credential, Source, SourceParam } from './source';
import { folderPath } from './bucket';

function hostProblem(text: string): string | undefined {
	if (text.includes('://')) return 'it is an address, and only the name of the server is needed';
	if (text.includes('@')) return 'it contains a user name';
	if (/[\s/\\]/.test(text)) return 'it has a slash or a space';
	if (/^[^:]*:\d+$/.test(text)) return 'it contains a port';
	return undefined;
}

const host: SourceParam = {
	name: 'host',
	label: 'Host',
	description: 'Name or IP address of the server, which Adobe must be able to reach',
	placeholder: 'e.g. sftp.example.com',
	isRequired: true,
	problem: hostProblem,
	advice:
		'Enter only the name or IP address of the server, without ftp:// or sftp://, user name, port and folder.',
};

const userName: Credential = {
	name: 'userName',
	label: 'User Name',
	description: 'User that signs in to the server',
	isSecret: false,
	whenEmpty: 'stays',
};

const password: Credential = {
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

function wholeNumberProblem(least: number, most: number) {
	return (value: string): string | undefined => {
		const number = Number(value);
		if (Number.isInteger(number) && number >= least && number <= most) return undefined;
		return most === Infinity
			? `it is not a whole number of ${least} or more`
			: `it is not a whole number from ${least} to ${most}`;
	};
}

/** Whether a text is base64 of at least one byte, on one line. */
function isBase64(text: string): boolean {
	return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** Kinds of OpenSSH keys that Adobe accepts (contract.md (l)). */
const KINDS: ReadonlySet<string> = new Set(['ssh-rsa', 'ssh-dss', 'ssh-ed25519']);

function decoded(base64: string): string {
	return Buffer.from(base64, 'base64').toString('latin1');
}

function textAt(bytes: Buffer, at: number): { text: Buffer; end: number } | undefined {
	if (at + 4 > bytes.length) return undefined;
	const end = at + 4 + bytes.readUInt32BE(at);
	return end > bytes.length ? undefined : { text: bytes.subarray(at + 4, end), end };
}

const MAGIC = Buffer.from('openssh-key-v1\0');

/** Cipher and kind of a key in OpenSSH's own format. Undefined if it cannot be read. */
function openSshKey(pem: string): { cipher: string; kind: string } | undefined {
	const body = pem.replace(/-----[^-]*-----/g, '');
	const bytes = Buffer.from(body, 'base64');
	if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
	const cipher = textAt(bytes, MAGIC.length);
	const kdf = cipher && textAt(bytes, cipher.end);
	const kdfOptions = kdf && textAt(bytes, kdf.end);
	// The number of keys is in between.
	const publicKey = kdfOptions && textAt(bytes, kdfOptions.end + 4);
	const kind = publicKey && textAt(publicKey.text, 0);
	return kind && { cipher: cipher.text.toString(), kind: kind.text.toString() };
}

const DAMAGED = 'it is cut off or damaged';

/** What is wrong with a private key for SFTP (contract.md (l), SFTP). */
function privateKeyProblem(text: string): string | undefined {
	if (text.includes('-----BEGIN')) return 'it is the key itself, and its base64 form is needed';
	if (!isBase64(text)) return 'it is not base64';
	const key = decoded(text);
	if (key.startsWith('PuTTY-User-Key-File')) return 'it is in the format of PuTTY (PPK)';
	// Only a label: a key without line ends has everything on one line.
	const [, label] = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(key.trimStart()) ?? [];
	if (label === undefined) return 'it does not decode to a private key';
	if (!/^-----BEGIN [^-\r\n]*-----\r?\n/.test(key.trimStart())) return 'its line ends are missing';
	if (label === 'PRIVATE KEY') return 'it is in PKCS#8 format';
	if (!/^(?:RSA|DSA|OPENSSH) PRIVATE KEY$/.test(label)) return `it is of the kind "${label}"`;
	if (!key.includes(`-----END ${label}-----`)) return DAMAGED;
	if (label !== 'OPENSSH PRIVATE KEY') return undefined;
	const kind = openSshKey(key)?.kind;
	if (kind === undefined) return DAMAGED;
	if (KINDS.has(kind)) return undefined;
	return /^[\w@.-]{1,40}$/.test(kind) ? `it is of the kind "${kind}"` : 'it is of another kind';
}

const PRIVATE_KEY_ADVICE =
	'Adobe accepts RSA, DSA and Ed25519 keys in OpenSSH format. Convert others (PuTTYgen > Conversions > Export OpenSSH key, or ssh-keygen -p -m PEM -f FILE), then encode the whole file with base64 -w0 FILE, or in an expression with {{ $json.key.base64Encode() }}.';

/** Whether a valid private key is protected by a passphrase. */
function isEncrypted(value: string): boolean {
	const key = decoded(value);
	if (key.includes('OPENSSH PRIVATE KEY')) return (openSshKey(key)?.cipher ?? 'none') !== 'none';
	return key.includes('Proc-Type: 4,ENCRYPTED');
}

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
		advice: 'Enter a number such as 5, or leave it out.',
	},
	{
		name: 'port',
		label: 'Port',
		description: 'Port of the server (default 22)',
		type: 'number',
		initial: 22,
		problem: wholeNumberProblem(1, 65_535),
		advice: 'Enter only the port, or leave it out for 22.',
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
					// Encoders break it into lines.
					tidy: (text) => (text.includes('-----BEGIN') ? text : text.replace(/\s/g, '')),
					problem: privateKeyProblem,
					advice: PRIVATE_KEY_ADVICE,
				},
				{
					name: 'passPhrase',
					label: 'Pass Phrase',
					description: 'Passphrase of the key, if it has one',
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
							description:
								'Enter the passphrase of the key, or use a key without one (ssh-keygen -p -m PEM -f FILE).',
						}
					: undefined,
		},
	],
};
