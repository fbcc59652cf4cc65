import { characterName } from '../../adobe/errors/failure';

/**
 * Decides which mistakes of pasting can be recognized. People choose passwords and names, so almost anything may
 * be valid. Keys are generated from few characters.
 */
export type ValueKind = 'key' | 'base64' | 'address' | 'connectionString' | 'password' | 'text';

/** What is wrong with a value, without quoting it, and how to fix it. */
export interface Finding {
	found: string;
	description: string;
}

const MACHINE_MADE: readonly ValueKind[] = ['key', 'base64', 'address', 'connectionString'];
const SECRETS: readonly ValueKind[] = [...MACHINE_MADE, 'password'];
const ALL: readonly ValueKind[] = [...SECRETS, 'text'];

/** A mistake of pasting. */
interface Slip extends Finding {
	kinds: readonly ValueKind[];
	is: RegExp | ((value: string, kind: ValueKind) => boolean);
}

const VALUE_ALONE = 'Enter only the value, without its name and without quotation marks.';
const COPY_AGAIN = 'Copy it again from its source.';

/** Names of secrets in environment variables, profiles and responses. */
const NAME_OF_SECRET =
	/key|secret|token|pass|pwd|phrase|sas|credential|connection|account|access|client|tenant|principal|aws|azure|google|s3|ftp|user|private|hmac|\bid$/i;
const CONNECTION_STRING_MEMBER =
	/^(?:DefaultEndpointsProtocol|Account(?:Name|Key)|EndpointSuffix|\w+Endpoint|SharedAccessSignature)$/i;

/** Assignments of shells: `export X=`, `set X=`, `$env:X=`. */
const SHELL =
	/^\s*(?:(?:export|set|declare|env|let|const|var)\s+(?:-\w+\s+)*["']?[A-Za-z_]\w*["']?\s*=|set(?:x|env)\s+[A-Za-z_]\w*\s|aws\s+configure\s|\$(?:env:)?[A-Za-z_]\w*\s*=)/i;
/** `name = value`, `name: value` and `"name": "value"`, but not the padding at the end of base64. */
const NAMED = /^[\s"'`,{-]*([A-Za-z_][\w .-]{0,60}?)["'`]?\s*(?:=>|[:=])(?!=*\s*$)/gm;
const NAMED_PASSWORD =
	/^["']?(?:\w*[a-z0-9][_-](?:pass(?:word|wd|phrase)?|pwd|secret|token|key)|pass(?:word|wd|phrase)|pwd)["']?\s*[:=]\s*\S/i;

/**
 * A generated password may start like a PowerShell variable (`$kX7=…`), and one of several words like a command.
 */
const SHELL_OF_SECRET =
	/^\s*(?:(?:export|set|declare|setx|setenv)\s+|\$env:)["']?\w*(?:pass|pwd|secret|token|key|phrase|[A-Z]{2})\w*["']?\s*[=\s]/;

function isAssignment(value: string, kind: ValueKind): boolean {
	if (kind === 'password') return SHELL_OF_SECRET.test(value) || NAMED_PASSWORD.test(value);
	if (SHELL.test(value)) return true;
	return [...value.matchAll(NAMED)].some(
		([, name = '']) =>
			NAME_OF_SECRET.test(name) &&
			!(kind === 'connectionString' && CONNECTION_STRING_MEMBER.test(name.trim())),
	);
}

const SLIPS: readonly Slip[] = [
	{
		kinds: ALL,
		is: /^["'`]?(?:undefined|null|NaN|\[object [^\]]*\])["'`]?$/i,
		found: 'it is the word that a script or an expression gives for nothing',
		description: 'Check the field that the expression reads: it returned no value.',
	},
	{
		kinds: SECRETS,
		is: /^["'`]?(?:none|nil|\(null\))["'`]?$/i,
		found: 'it is the word that a script gives for nothing',
		description: 'Check the script that fills this field: it returned no value.',
	},
	{
		kinds: ALL,
		is: /\{\{[^]*\}\}|^\$\{\w+\}$|^\{[A-Z][A-Z0-9_]+\}$/,
		found: 'it is an expression or a placeholder that was not resolved',
		description: 'Switch the field from Fixed to Expression, or enter the value itself.',
	},
	{
		kinds: MACHINE_MADE,
		is: /^=\{|\$json\b|^\$\w+$|^\$\(.*\)$|^%\w+%$|^<[^<>:]+>$|^\{\w+\}$/,
		found: 'it is an expression or a placeholder that was not resolved',
		description: 'Switch the field from Fixed to Expression, or enter the value itself.',
	},
	{
		// This node shows three stars in place of a secret.
		kinds: MACHINE_MADE,
		is: /\*{3}/,
		found: 'it is masked',
		description:
			'Adobe and other services show stars in place of a secret. Enter the secret itself.',
	},
	{
		kinds: SECRETS,
		is: /^\*{3}$|\*{4}|[\u2022\u25cf]{3}|^[[(<]?(?:redacted|masked)[\])>]?$/i,
		found: 'it is masked',
		description:
			'Adobe and other services show stars in place of a secret. Enter the secret itself.',
	},
	{
		kinds: ['key'],
		is: (value) => /^\s*\{/.test(value) && /"(?:private_key|type)"\s*:/.test(value),
		found: 'it is the JSON file of a service account, and an HMAC key is needed',
		description:
			'Create an HMAC key in the Google Cloud console (Cloud Storage > Settings > Interoperability), and enter its access ID and its secret.',
	},
	{
		kinds: SECRETS,
		is: /^\s*(?:\{\s*["'}]|\[\s*["'{\]])/,
		found: 'it is JSON',
		description: `${VALUE_ALONE} In an expression read the field itself, such as {{ $json.SecretAccessKey }}.`,
	},
	{
		kinds: ['key', 'address', 'connectionString'],
		is: /-----BEGIN /,
		found: 'it is a key file',
		description: 'Enter the key that the description of this field names.',
	},
	{
		kinds: MACHINE_MADE,
		is: /<\/?[A-Za-z][\w:.-]*>/,
		found: 'it is XML',
		description: VALUE_ALONE,
	},
	{
		kinds: SECRETS,
		is: isAssignment,
		found: 'it also contains the name of a variable or setting',
		description: VALUE_ALONE,
	},
	{
		kinds: MACHINE_MADE,
		is: /^["'`\u2018-\u201f]|["'`\u2018-\u201f][,;]?$/,
		found: 'it has quotation marks around it',
		description: VALUE_ALONE,
	},
	{
		kinds: ['password', 'text'],
		is: /^(?:(["'`])[^]*\1|[\u2018\u201b\u201c\u201e\u201f][^]*[\u2018-\u201f])$/,
		found: 'it has quotation marks around it',
		description: 'Remove the quotation marks.',
	},
	{
		kinds: MACHINE_MADE,
		is: /^(?:true|false|n\/a|todo|tbd|change[_-]?me|-+|0)$/i,
		found: 'it is a placeholder',
		description: COPY_AGAIN,
	},
	{
		kinds: ['key', 'address', 'connectionString'],
		is: /^(?:\*[^*]+\*|\([^()]+\)|\[[^[\]]+\]|<[^<>]+>|\|[^|]+\|)$/,
		found: 'it has brackets or other characters around it',
		description: VALUE_ALONE,
	},
	{
		// Entra's secrets have a tilde, and may end with dots.
		kinds: ['key', 'connectionString'],
		is: /^[^~]*\.{3}$/,
		found: 'it ends with dots, so it was cut off',
		description: COPY_AGAIN,
	},
	{
		kinds: ['key'],
		is: /^=/,
		found: 'it starts with an equals sign',
		description: VALUE_ALONE,
	},
	{
		kinds: ['key'],
		is: /^(?:https?|s3[an]?|gs|arn):/i,
		found: 'it is an address',
		description: 'Enter the key that the description of this field names.',
	},
	{
		kinds: ['key', 'address', 'connectionString'],
		is: /%$/,
		found: 'it ends with the percent sign that shells print after an output without a line end',
		description: 'Remove the percent sign.',
	},
	{
		kinds: ['key', 'address', 'connectionString'],
		is: /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,6});/i,
		found: 'it contains HTML entities such as &amp;',
		description: `${COPY_AGAIN} Do not copy it from the source of a page.`,
	},
	{
		kinds: ['key', 'connectionString'],
		// A shared access signature in a connection string is encoded.
		is: (value) => /%[0-9a-f]{2}/i.test(value) && !/\bSharedAccessSignature=/i.test(value),
		found: 'it is percent-encoded, as addresses are',
		description: `${COPY_AGAIN} In an expression decode it: decodeURIComponent(value).`,
	},
	{
		kinds: ['address'],
		is: /^https?%3a|%25[0-9a-f]{2}/i,
		found: 'it is percent-encoded once too often',
		description: `${COPY_AGAIN} In an expression decode it: decodeURIComponent(value).`,
	},
	{
		kinds: ['key', 'address', 'connectionString'],
		is: /\\/,
		found: 'it has a backslash, as in a text of JSON or of a program',
		description: COPY_AGAIN,
	},
	{
		kinds: ['key'],
		is: /[,;]$/,
		found: 'it ends with a comma or semicolon',
		description: VALUE_ALONE,
	},
];

/** Characters that a value of a kind cannot have. Folders and passwords may have more than keys. */
const FOREIGN: Record<ValueKind, RegExp> = {
	key: /[^!-~]/u,
	base64: /[^\x20-\x7e\n\r\t]/u,
	address: /[^!-~]/u,
	connectionString: /[^ -~]/u,
	password: /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u,
	text: /[\p{Cc}\u200b\u2060\ufeff]/u,
};

/** What is certainly wrong with a pasted value. It is checked before the value replaces one that works. */
export function pastedProblem(value: string, kind: ValueKind): Finding | undefined {
	const slip = SLIPS.find(
		({ kinds, is }) =>
			kinds.includes(kind) && (is instanceof RegExp ? is.test(value) : is(value, kind)),
	);
	if (slip) return { found: slip.found, description: slip.description };
	const [character] = FOREIGN[kind].exec(value) ?? [];
	if (character === undefined) return undefined;
	const description = /\s/.test(character)
		? 'Enter it as one piece, without spaces and line breaks.'
		: `${COPY_AGAIN} Chats, documents and web pages add such characters.`;
	return { found: `it contains ${characterName(character)}`, description };
}
