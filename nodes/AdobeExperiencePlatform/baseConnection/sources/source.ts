import type { Problem } from '../../adobe/errors/failure';
import { pastedProblem, type Finding, type ValueKind } from './pasted';
import { amazonS3 } from './amazonS3';
import { azureBlob, azureDataLakeGen2 } from './azure';
import { googleCloudStorage } from './googleCloudStorage';
import { oracleObjectStorage } from './oracleObjectStorage';
import { ftp, sftp } from './sftp';

/** Parameters of a connection under Adobe's names. Those that are not given are missing. */
export type Params = Record<string, string | number | boolean>;

/** A parameter of `auth.params`, and its field in the form. */
export interface SourceParam {
	/** For Adobe and in the form. */
	name: string;
	label: string;
	description: string;
	placeholder?: string;
	/** A text by default. */
	type?: 'number' | 'boolean';
	/** The default in the form. Otherwise the field starts empty, or off. */
	initial?: number;
	isRequired?: boolean;
	/** Why a connection needs it, although it is among the optional fields of the form. */
	neededFor?: string;
	/** Whether leading and trailing spaces count. */
	isRaw?: boolean;
	/** Decides which mistakes of pasting are recognized. A text by default. */
	kind?: ValueKind;
	tidy?(text: string): string;
	/**
	 * What is wrong with a value, without quoting it, since it may be secret. If it starts with a capital letter,
	 * it is a whole message.
	 */
	problem?(value: string): string | Finding | undefined;
	/** How to fix an invalid value. */
	advice?: string;
	/** A warning about a value that may be wrong. */
	hint?(value: string): string | undefined;
}

/** A parameter that signs in, alone or with the others of its set. */
export interface Credential extends SourceParam {
	/** Masked in the form, and never in an output or a message. */
	isSecret: boolean;
	/** The secret parts of the value. All of it by default. */
	secretParts?(value: string): string[];
	/** When the value expires, if it says so itself. Epoch milliseconds. */
	expiresAt?(value: string): number | undefined;
	/**
	 * What an empty field means when credentials are replaced: the stored value `stays`, or `goes` because it is
	 * optional. Without this, the field is required.
	 */
	whenEmpty?: 'stays' | 'goes';
}

/** A way for Adobe to sign in to a source. */
export interface AuthMethod {
	value: string;
	label: string;
	description: string;
	/** Adobe's own name of it. */
	specName: string;
	/** Names in older pages of Adobe. */
	olderSpecNames?: readonly string[];
	/** One set, replaced as a whole. Empty if Adobe needs none. */
	credentials: readonly Credential[];
	/** The location of the files and how to reach them. Nothing in it is secret. */
	settings: readonly SourceParam[];
	/** The list that chooses between credential and fields, if not the common one. */
	storedSet?: StoredSet;
	/** Shown above the fields. */
	notice?: string;
	/** What is missing from parameters that are each valid by themselves. */
	problem?(params: Params): Problem | undefined;
	/**
	 * What is probably missing. It is a warning when a connection is created, and a refusal when credentials that
	 * work would be replaced.
	 */
	hint?(params: Params): Problem | undefined;
	/** Adobe's role that the storage must admit: how to read its name, and the output field for it. */
	role?: { authType: string; configParam: string; output: string };
}

/** The choice between the node's credential and the fields of the node. */
export interface StoredSet {
	name: string;
	label: string;
	what: string;
	example: string;
	/** The default for a new connection. */
	initial: 'credential' | 'fields';
}

/** A cloud storage or server that Adobe reads files from. Only this description knows it. */
export interface Source {
	value: string;
	label: string;
	/** ID of version 1.0 of the connection spec. */
	specId: string;
	/** The page of Adobe with the facts (contract.md (d), (l)). */
	page: string;
	methods: readonly AuthMethod[];
	/** Adobe's advice about repeated runs. */
	repeatedRunsHint?: string;
}

export const SPEC_VERSION = '1.0';

/** Whether this is Adobe's name of an authentication, new or older. */
export function isOf({ specName, olderSpecNames = [] }: AuthMethod, name: string): boolean {
	return name === specName || olderSpecNames.includes(name);
}

/** What is wrong with a parameter, named by its label. Undefined for a valid or missing value. */
export function problemOf(param: SourceParam, params: Params): Problem | undefined {
	const value = params[param.name];
	if (value === undefined) return undefined;
	const pasted = typeof value === 'string' ? pastedProblem(value, param.kind ?? 'text') : undefined;
	const problem = pasted ?? param.problem?.(String(value));
	if (problem === undefined) return undefined;
	const { found, description } =
		typeof problem === 'string' ? { found: problem, description: param.advice ?? '' } : problem;
	return {
		message: /^[A-Z]/.test(found) ? found : `Invalid ${param.label}: ${found}`,
		description,
	};
}

/** Parameters of some methods that are not secret, each name once. */
export function visibleParams(methods: readonly AuthMethod[]): SourceParam[] {
	const visible = methods.flatMap(({ credentials, settings }) => [
		...settings,
		...credentials.filter(({ isSecret }) => !isSecret),
	]);
	return firstOfName(visible);
}

export function firstOfName<T extends { name: string }>(params: readonly T[]): T[] {
	return params.filter(({ name }, index) => params.findIndex((one) => one.name === name) === index);
}

export function secretsIn({ credentials }: AuthMethod, params: Params): string[] {
	return credentials
		.filter(({ isSecret }) => isSecret)
		.flatMap(({ name, secretParts }) => {
			const value = params[name];
			if (value === undefined) return [];
			const parts = secretParts?.(String(value)) ?? [];
			return parts.length > 0 ? parts : [String(value)];
		});
}

/** When the first of some values expires, as an ISO date. Empty if none of them says so. */
export function ownExpiration({ credentials }: AuthMethod, params: Params): string {
	const ends = credentials.flatMap(({ name, expiresAt }) => {
		const value = params[name];
		return (value === undefined ? undefined : expiresAt?.(String(value))) ?? [];
	});
	return ends.length > 0 ? new Date(Math.min(...ends)).toISOString() : '';
}

/** All sources of base connections, by label. The first is the default. */
export const sources: readonly [Source, ...Source[]] = [
	amazonS3,
	azureBlob,
	azureDataLakeGen2,
	ftp,
	googleCloudStorage,
	oracleObjectStorage,
	sftp,
];

/** Undefined for a source that this node does not know. */
export function sourceOf(specId: string | undefined): Source | undefined {
	return sources.find((source) => source.specId === specId);
}

/** Fields of the credential that name the source of its keys. */
export const SOURCE_KEYS = 'sourceKeys';
export const SOURCE_AUTHENTICATION = 'sourceAuthentication';

const KEYS_FROM: StoredSet = {
	name: 'keysFrom',
	label: 'Keys From',
	what: 'keys, password or other credentials',
	example: 'a preceding node',
	initial: 'fields',
};

/** The list that chooses between credential and fields. Undefined for a method without credentials. */
export function storedSetOf({ credentials, storedSet }: AuthMethod): StoredSet | undefined {
	return credentials.length > 0 ? (storedSet ?? KEYS_FROM) : undefined;
}

/** Methods whose keys the credential can hold. The first is the default. */
export function keyMethods({ methods }: Source): AuthMethod[] {
	return methods.filter(({ credentials }) => credentials.length > 0);
}

/** All sources and methods whose keys the credential can hold. */
export const keyChoices = sources.flatMap((source) =>
	keyMethods(source).map((method) => ({ source, method })),
);

/**
 * The method whose keys the credential holds. A choice that was made for another source stays stored, and then
 * the default counts, as in the form.
 */
export function storedMethod(source: Source, authentication: string): AuthMethod | undefined {
	const methods = keyMethods(source);
	return methods.find(({ value }) => value === authentication) ?? methods[0];
}
