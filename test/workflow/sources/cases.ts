import type { INodeParameters } from 'n8n-workflow';
import type { LocalAdobe } from '../../../local/adobe';
import { base64, DAY, madeUp, pem, sasUri } from '../../support/madeUpSecrets';
import {
	sources,
	storedSetOf,
	type AuthMethod,
	type Credential,
	type Params,
	type Source,
	type SourceParam,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

export { base64, DAY, openSsh, pem, sasUri } from '../../support/madeUpSecrets';

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
		...keysFrom({ source, method, title: '' }, 'fields'),
		...set,
	};
}

/** Where the form says that the keys come from. */
export function keysFrom({ method }: MethodCase, from: 'credential' | 'fields'): INodeParameters {
	const storedSet = storedSetOf(method);
	return storedSet ? { [storedSet.name]: from } : {};
}

/** What the credential holds besides, if it holds this set. */
export function heldSet({ source, method }: MethodCase, set: Params): Record<string, string> {
	const texts = Object.entries(set).map(([name, value]) => [name, String(value)] as const);
	return {
		sourceKeys: source.value,
		sourceAuthentication: method.value,
		...Object.fromEntries(texts),
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

/** Registers S3 keys with the local AWS, which accepts only known ones. Other secrets need no registration. */
export function registerKeys(adobe: LocalAdobe, set: Params): void {
	if (set.s3AccessKey === undefined) return;
	adobe.registerKeys({
		accessKey: String(set.s3AccessKey),
		secretKey: String(set.s3SecretKey),
		sessionToken: String(set.s3SessionToken),
	});
}

/** A connection as it is after a create with set 1. */
export function seedOf(adobe: LocalAdobe, of: MethodCase, name = of.title) {
	return adobe.seedConnection({
		name,
		connectionSpec: { id: of.source.specId, version: '1.0' },
		specName: of.method.specName,
		params: { ...setOf(of, 1), ...settingsOf(of) },
	});
}
