import { isBase64 } from './checks';
import type { ParamValue } from './source';

/** Kinds of OpenSSH keys that Adobe takes (contract.md (l)). */
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

/** Cipher and kind of a key in OpenSSH's own format; undefined where it cannot be read. */
function openSshKey(pem: string): { cipher: string; kind: string } | undefined {
	const body = pem.replace(/-----[^-]*-----/g, '');
	const bytes = Buffer.from(body, 'base64');
	if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
	const cipher = textAt(bytes, MAGIC.length);
	const kdf = cipher && textAt(bytes, cipher.end);
	const kdfOptions = kdf && textAt(bytes, kdf.end);
	// The number of keys stands in between.
	const publicKey = kdfOptions && textAt(bytes, kdfOptions.end + 4);
	const kind = publicKey && textAt(publicKey.text, 0);
	return kind && { cipher: cipher.text.toString(), kind: kind.text.toString() };
}

/** What is wrong with a private key for SFTP, or undefined (contract.md (l), SFTP). */
export function privateKeyProblem(value: ParamValue): string | undefined {
	const text = String(value);
	if (text.includes('-----BEGIN')) return 'it is the key itself, and base64 of it is wanted';
	if (!isBase64(text)) return 'it is not base64';
	const key = decoded(text);
	if (key.startsWith('PuTTY-User-Key-File')) return 'it is in the format of PuTTY (PPK)';
	// Never more than a label: a key without line ends has everything on one line.
	const [, label] = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(key.trimStart()) ?? [];
	if (label === undefined) return 'what it decodes to is no private key';
	if (!/^-----BEGIN [^-\r\n]*-----\r?\n/.test(key.trimStart())) return 'its line ends are missing';
	if (label === 'RSA PRIVATE KEY' || label === 'DSA PRIVATE KEY') return undefined;
	if (label === 'PRIVATE KEY') return 'it is in PKCS#8 format';
	if (label !== 'OPENSSH PRIVATE KEY') return `it is of the kind "${label}"`;
	const kind = openSshKey(key)?.kind;
	if (kind === undefined) return 'it is cut off or damaged';
	if (KINDS.has(kind)) return undefined;
	return /^[\w@.-]{1,40}$/.test(kind) ? `it is of the kind "${kind}"` : 'it is of another kind';
}

export const PRIVATE_KEY_MEND =
	'Adobe takes RSA, DSA and Ed25519 keys in OpenSSH format. Convert others (PuTTYgen > Conversions > Export OpenSSH key, or ssh-keygen -p -m PEM -f FILE), then encode the whole file: base64 -w0 FILE, or in an expression {{ $json.key.base64Encode() }}.';

/** Whether a good private key is protected by a pass phrase. */
export function isEncrypted(value: string): boolean {
	const key = decoded(value);
	if (key.includes('OPENSSH PRIVATE KEY')) return (openSshKey(key)?.cipher ?? 'none') !== 'none';
	return key.includes('Proc-Type: 4,ENCRYPTED');
}
