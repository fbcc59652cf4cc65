export const DAY = 24 * 60 * 60 * 1000;

const BEGAN = Date.now();

/** A shared access signature that expires so many milliseconds from the start of the tests. */
export function sasUri(ms: number, number = 1): string {
	const end = new Date(BEGAN + ms).toISOString();
	return `https://acme.blob.core.windows.net/landing?sp=rl&se=${end}&sv=2022-11-02&sr=c&sig=${encodeURIComponent(madeUp('sig', number))}`;
}

/** A private key as its file has it. It is made up and opens nothing. */
export function pem(number: number, label = 'RSA PRIVATE KEY'): string {
	const body = Buffer.from(madeUp('private', number)).toString('base64');
	return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

/** A secret that is obviously made up; each number gives another, which shares no eight characters. */
export function madeUp(name: string, number: number): string {
	const letters = String.fromCharCode('a'.charCodeAt(0) + number);
	return `${letters}FAKE${letters}${name.slice(0, 3)}${letters}+${letters}/${letters}${number}${letters}`;
}

export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A key of OpenSSH's own format as far as it is looked at: magic, cipher, KDF, its options, public key. */
export function openSsh(kind: string, cipher = 'none'): string {
	const text = (value: string) => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(value.length);
		return Buffer.concat([length, Buffer.from(value)]);
	};
	const publicKey = text(`${text(kind).toString('latin1')}rest`);
	const one = Buffer.from([0, 0, 0, 1]);
	const parts = [
		Buffer.from('openssh-key-v1\0'),
		text(cipher),
		text('none'),
		text(''),
		one,
		publicKey,
	];
	const body = Buffer.concat(parts).toString('base64');
	return base64(
		`-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`,
	);
}
