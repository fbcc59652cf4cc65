import type { Problem } from '../../adobe/errors/problem';
import { pastedProblem, type Finding, type ValueKind } from './pasted';

export type ParamValue = string | number | boolean;

/** Parameters of a connection under Adobe's names; those that are not given are missing. */
export type Params = Record<string, ParamValue>;

/** A parameter of `auth.params`, and the field of the node in which a user gives it. */
export interface SourceParam {
	/** Adobe's name of it, and the node's. */
	name: string;
	label: string;
	description: string;
	placeholder?: string;
	/** A text where this is left out. */
	type?: 'number' | 'boolean';
	/** What the form begins with; empty or false where this is left out. */
	initial?: number;
	isRequired?: boolean;
	/** Why a connection cannot be without it, although the form has it among what may be added. */
	neededFor?: string;
	/** Blanks at its ends count. */
	isRaw?: boolean;
	/** What a pasted value can have wrong; a text where this is left out. */
	kind?: ValueKind;
	tidy?(text: string): string;
	/**
	 * What is wrong with a value, without quoting what could be a secret; undefined where it is good.
	 * What begins with a capital letter is a whole message.
	 */
	problem?(value: ParamValue): string | Finding | undefined;
	/** How to fix a value with a problem. */
	advice?: string;
	/** What may be wrong with a value. */
	hint?(value: ParamValue): string | undefined;
}

/** A parameter that signs in, alone or together with the others of its set. */
export interface Credential extends SourceParam {
	/** Masked in the form, and never in an output or a message. */
	isSecret: boolean;
	/** What of the value is secret; all of it where this is left out. */
	secretParts?(value: string): string[];
	/** When the value expires by itself, in epoch milliseconds; undefined where it does not say. */
	expiresAt?(value: string): number | undefined;
	/**
	 * What leaving it empty means when credentials are changed: `stays` as it is, or `goes`, since a set
	 * may be without it. Where this is left out it is always given.
	 */
	whenEmpty?: 'stays' | 'goes';
}

/** A way in which Adobe signs in to a source. */
export interface AuthMethod {
	value: string;
	label: string;
	description: string;
	/** Adobe's own name of it. */
	specName: string;
	/** Names that older pages of Adobe print for the same. */
	olderSpecNames?: readonly string[];
	/** One set, replaced as a whole; empty where Adobe needs none. */
	credentials: readonly Credential[];
	/** Where the files are and how they are reached; nothing of it is secret. */
	settings: readonly SourceParam[];
	/** What asks whether the set comes from the node's credential; as for most methods where this is left out. */
	storedSet?: StoredSet;
	/** Shown above the fields. */
	notice?: string;
	/** What parameters that are good by themselves lack together. */
	problem?(params: Params): Problem | undefined;
	/**
	 * What parameters most likely lack together: a hint where a connection is made, and a refusal where
	 * they would take the place of credentials that work.
	 */
	hint?(params: Params): Problem | undefined;
	/** A role of Adobe's that the storage must let in: how to ask for it, and the output's name of it. */
	role?: { authType: string; configParam: string; output: string };
}

/** The choice between the node's credential and the fields of the node. */
export interface StoredSet {
	name: string;
	label: string;
	what: string;
	example: string;
	/** What the form of a whole connection begins with. */
	initial: 'credential' | 'fields';
}

/** A cloud storage that Adobe reads files from: everything that this node knows of it. */
export interface Source {
	value: string;
	label: string;
	/** ID of the connection spec, which belongs to version 1.0 of it. */
	specId: string;
	/** Adobe's page that the facts are from (contract.md (d), (l)). */
	page: string;
	methods: readonly AuthMethod[];
	/** What Adobe advises against where a dataflow runs more than once. */
	repeatedRunsHint?: string;
}

export const SPEC_VERSION = '1.0';

/** Whether Adobe's name of an authentication is this one, by its new or an older name. */
export function isOf({ specName, olderSpecNames = [] }: AuthMethod, name: string): boolean {
	return name === specName || olderSpecNames.includes(name);
}

/** What is wrong with one of some parameters, by its label; undefined where there is nothing or no value. */
export function problemOf(param: SourceParam, params: Params): Problem | undefined {
	const value = params[param.name];
	if (value === undefined) return undefined;
	const pasted = typeof value === 'string' ? pastedProblem(value, param.kind ?? 'text') : undefined;
	const problem = pasted ?? param.problem?.(value);
	if (problem === undefined) return undefined;
	const { found, description } =
		typeof problem === 'string' ? { found: problem, description: param.advice ?? '' } : problem;
	return {
		message: /^[A-Z]/.test(found) ? found : `Invalid ${param.label}: ${found}`,
		description,
	};
}

/** Everything of some methods that may be shown, each name once. */
export function visibleParams(methods: readonly AuthMethod[]): SourceParam[] {
	const visible = methods.flatMap(({ credentials, settings }) => [
		...settings,
		...credentials.filter(({ isSecret }) => !isSecret),
	]);
	return firstOfName(visible);
}

/** The first of each name. */
export function firstOfName<T extends { name: string }>(params: readonly T[]): T[] {
	return params.filter(({ name }, index) => params.findIndex((one) => one.name === name) === index);
}

/** The values that must not show up anywhere. */
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

/** When the first of some values expires by its own word, as an ISO date; '' where none says so. */
export function ownExpiration({ credentials }: AuthMethod, params: Params): string {
	const ends = credentials.flatMap(({ name, expiresAt }) => {
		const value = params[name];
		return (value === undefined ? undefined : expiresAt?.(String(value))) ?? [];
	});
	return ends.length > 0 ? new Date(Math.min(...ends)).toISOString() : '';
}
