import type { INodeParameters } from 'n8n-workflow';
import type { LocalAdobe } from '../../../local/adobe';
import {
	sources,
	type AuthMethod,
	type Credential,
	type Params,
	type Source,
	type SourceParam,
} from '../../../nodes/AdobeExperiencePlatform/flowService/baseConnection';

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

/** Values of parameters that not every text is good for; a source that comes later may need none. */
const VALUES: Record<string, (number: number) => string | number | boolean> = {
	connectionString: (number) =>
		`DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${base64(madeUp('key', number))}`,
	sasUri: (number) => sasUri(number * DAY, number),
	privateKeyContent: (number) => base64(pem(number)),
	serviceEndpoint: () => 'https://acme.blob.core.windows.net',
	url: () => 'https://acme.dfs.core.windows.net',
	serviceUrl: () => 'https://acme.objectstorage.example.com',
	host: () => 'files.example.com',
	bucketName: () => 'acme-landing',
	container: () => 'acme-landing',
	folderPath: () => 'customers',
	userName: (number) => `acme-${number}`,
	servicePrincipalId: (number) => `application-${number}`,
};

function valueOf({ name, type, initial }: SourceParam, number: number): Params[string] {
	if (type === 'boolean') return true;
	return initial ?? VALUES[name]?.(number) ?? madeUp(name, number);
}

function valuesOf(params: readonly SourceParam[], number: number): Params {
	return Object.fromEntries(params.map((param) => [param.name, valueOf(param, number)]));
}

/** A way to sign in to a source. */
export interface MethodCase {
	title: string;
	source: Source;
	method: AuthMethod;
}

/** Every way to sign in to every source; what is described later comes by itself. */
export const METHODS: MethodCase[] = sources.flatMap((source) =>
	source.methods.map((method) => ({ title: `${source.label}, ${method.label}`, source, method })),
);

export const WITH_CREDENTIALS = METHODS.filter(({ method }) => method.credentials.length > 0);

/** One of them by its values. */
export function methodCase(source: string, method: string): MethodCase {
	const found = METHODS.find((one) => one.source.value === source && one.method.value === method);
	if (!found) throw new Error(`There is no ${method} of ${source}`);
	return found;
}

/** A set of credentials; another one for each number. */
export function setOf({ method }: MethodCase, number: number): Params {
	return valuesOf(method.credentials, number);
}

/** What of that set is secret, as a search for leaks wants it. */
export function secretsOf({ method }: MethodCase, params: Params): string[] {
	const isSecret = ({ name, isSecret: secret }: Credential) => secret && params[name] !== undefined;
	return method.credentials.filter(isSecret).flatMap(({ name }) => {
		const value = String(params[name]);
		if (name === 'sasUri') return [new URL(value).searchParams.get('sig') ?? ''];
		if (name === 'connectionString') return [value.split('AccountKey=')[1] ?? ''];
		return [value];
	});
}

export const settingsOf = ({ method }: MethodCase) => valuesOf(method.settings, 1);

/** What the form holds for a source and a set. */
function chosen({ source, method }: MethodCase, set: Params): INodeParameters {
	return {
		source: source.value,
		authentication: method.value,
		...(method.storedSet && { [method.storedSet.name]: 'fields' }),
		...set,
	};
}

/** Create or upsert with every parameter that the method has. */
export function whole(
	operation: 'create' | 'upsert',
	of: MethodCase,
	set: Params = setOf(of, 1),
	description = '',
): INodeParameters {
	const settings = Object.entries(settingsOf(of));
	const isRequired = (name: string) =>
		of.method.settings.some((param) => param.name === name && param.isRequired);
	const required = settings.filter(([name]) => isRequired(name));
	const optional = settings.filter(([name]) => !isRequired(name));
	return {
		operation,
		name: of.title,
		...chosen(of, set),
		...Object.fromEntries(required),
		additionalFields: { ...Object.fromEntries(optional), ...(description && { description }) },
	};
}

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export function updateCredentials(
	id: string,
	of: MethodCase,
	set: Params,
	options: INodeParameters = {},
): INodeParameters {
	return { operation: 'updateCredentials', connectionId: byId(id), ...chosen(of, set), options };
}

/** Tells the local AWS of S3 keys, which it takes only where it knows them; other secrets need that not. */
export function registerKeys(adobe: LocalAdobe, set: Params): void {
	if (set.s3AccessKey === undefined) return;
	adobe.registerKeys({
		accessKey: String(set.s3AccessKey),
		secretKey: String(set.s3SecretKey),
		sessionToken: String(set.s3SessionToken),
	});
}
