/**
 * Only texts with one of these words are searched. Azure's account keys have no such word, but they are long.
 */
const SIGNS =
	/sig|akia|asia|goog|key|secret|token|pass|pwd|bearer|basic|eyj|-----begin|ls0tls1c|:\/\/|zxivyxdz|iqojb3jp|aqodyxdz|[78]q~|p8e-|credential/i;
const LONG = 80;

/** A value in an address or a list of settings. An encoded `&` ends it. */
const VALUE = '(?:[^\\s"\'`&;,<>{}()\\\\%]|%(?!26)[0-9A-Fa-f]{2})';
/** Prefixes of names: `sourceAccountKey`, `PGPASSWORD`. */
const WORD_BEFORE = '[A-Za-z0-9]{0,30}';
const SECRET_NAME = [
	'sig|signature|shared ?secret|id[ _-]?token|api[ _-]?key|service[ _-]?principal[ _-]?key',
	'x-amz-(?:signature|security-token|credential)|x-goog-(?:signature|credential)',
	`${WORD_BEFORE}(?:${[
		'account ?key|shared ?access ?key|shared ?access ?signature',
		'(?:aws[ _-]?)?secret(?:[ _-]?access)?[ _-]?key|s3[ _-]?(?:access|secret)[ _-]?key',
		'(?:aws[ _-]?|s3[ _-]?)?(?:session|security|access|refresh)[ _-]?token',
		'client[ _-]?secret|private[ _-]?key|storage[ _-]?key',
	].join('|')})`,
].join('|');
const PASSWORD_NAME = `${WORD_BEFORE}pass(?:word|wd|[ _-]?phrase)|pwd`;
/** The start of a name, also after an encoded character such as `%3F`. */
const START = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))';
const QUOTE = '\\\\?["\'`]';

/** A key or token, and not a word: it has letters and digits, or changes case often. */
function isRandom(text: string): boolean {
	return /\d/.test(text)
		? /[A-Za-z]/.test(text)
		: (text.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0) >= 4;
}

/** Base64 that is neither a path nor a hash: its characters change between classes all the time. */
function isSecretKey(text: string): boolean {
	const changes = text.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
	return changes >= 8 && /[a-z]/.test(text) && /[A-Z]/.test(text);
}

type Shape = [RegExp, string | ((...found: string[]) => string)];

const keep =
	(isSecret: (value: string) => boolean) => (all: string, name: string, value: string) =>
		isSecret(value) ? `${name}***` : all;

/** Patterns of secrets, whoever they belong to. */
const SHAPES: Shape[] = [
	[
		/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^]*?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^]*)/g,
		'***',
	],
	[/LS0tLS1CRUdJTi[\w+/=-]*/g, '***'],
	[/(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*)+|(?<![\w-])eyJ[\w-]{24,}/g, '***'],
	[/(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16,}(?![a-z])/g, '***'],
	[/(?<![A-Za-z0-9])GOOG[A-Z0-9]{20,}(?![a-z])/g, '***'],
	[/(?<![\w+/])(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz)(?:[\w+/=-]|%[0-9A-Fa-f]{2})*/g, '***'],
	[/(?<![\w~.-])[\w.~-]{3}[78]Q~[\w.~-]{30,}/g, '***'],
	[/(?<![\w-])p8e-[\w-]{16,}/g, '***'],
	[/(?<![\w+/-])[A-Za-z0-9+/]{86}==/g, '***'],
	// A password in an address may contain an @. The last one ends it.
	[/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@"'<>]{0,200}:)[^\s/"'<>]{1,200}(?=@)/gi, '$1***'],
	[/(authorization["']?\s*[:=]\s*["']?(?:basic|bearer)\s+)[\w.~+/=-]{6,}/gi, '$1***'],
	[new RegExp(`(<(?:${SECRET_NAME}|${PASSWORD_NAME})>)[^<>\\s][^<>]*(?=<)`, 'gi'), '$1***'],
	[
		new RegExp(
			`(${START}(?:${SECRET_NAME})(?:${QUOTE})?\\s*(?:=|%3D)\\s*(?:${QUOTE})?)${VALUE}{6,}`,
			'gi',
		),
		'$1***',
	],
	[
		new RegExp(
			`(${START}(?:${SECRET_NAME})(?:${QUOTE})?(?:\\s*:\\s*|\\s+(?:is|was)\\s+|\\s+(?=${QUOTE}))(?:${QUOTE})?)(${VALUE}{12,})`,
			'gi',
		),
		keep(isRandom),
	],
	[
		new RegExp(
			`(${START}(?:${PASSWORD_NAME})(?:${QUOTE})?\\s*(?:=|%3D)\\s*(?:${QUOTE})?)${VALUE}+`,
			'gi',
		),
		'$1***',
	],
	[
		new RegExp(
			`(${START}(?:${PASSWORD_NAME})(?:${QUOTE})?(?:\\s*:\\s*|\\s+(?:(?:is|was)\\s+)?)${QUOTE})[^"'\`\\\\]+(?=${QUOTE})`,
			'gi',
		),
		'$1***',
	],
	[
		new RegExp(`(${START}(?:${PASSWORD_NAME})\\s*:\\s*)(${VALUE}{6,})`, 'gi'),
		keep((value) => /[\d!#$*+?@^_~]/.test(value)),
	],
	[/((?<![A-Za-z0-9])(?:bearer|basic)\s+)([\w.~+/=-]{16,})/gi, keep(isRandom)],
];

/**
 * Clears a text of anything that looks like a secret. Adobe quotes responses of a storage, which may have keys
 * and signatures that this execution does not know.
 */
export function clearShapes(text: string): string {
	if (text.length < LONG && !SIGNS.test(text)) return text;
	const plain = text.replace(ESCAPED, (_all, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	const clear = clearPlain(plain);
	return clear === plain ? text : clear;
}

/** Libraries of Java and .NET escape `&`, `+`, `/` and `=` in JSON, which may be part of a text. */
const ESCAPED = /\\{1,4}u00(26|2b|2f|3d)/gi;

function clearPlain(text: string): string {
	const clear = SHAPES.reduce(
		(so, [shape, mask]) =>
			typeof mask === 'string' ? so.replace(shape, mask) : so.replace(shape, mask),
		text,
	);
	return clearSecretKeys(clear);
}

const NEAR = 120;

/**
 * Forty characters of base64 may be anything. Near a word for secrets, or near another secret, they are a secret
 * key.
 */
function clearSecretKeys(text: string): string {
	let last = -Infinity;
	return text.replace(/(?<![\w+/=.-])[A-Za-z0-9+/]{40}(?![\w+/=])/g, (found, at: number) => {
		const before = text.slice(Math.max(0, at - NEAR), at);
		const isNear = at - last < NEAR || /key|secret|credential|signature|token|\*{3}/i.test(before);
		if (!isNear || !isSecretKey(found)) return found;
		last = at + found.length;
		return '***';
	});
}
