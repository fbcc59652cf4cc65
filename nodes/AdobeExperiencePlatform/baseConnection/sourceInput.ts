import {
	problemOf,
	type AuthMethod,
	type Credential,
	type Params,
	type Source,
	type SourceParam,
	type StoredSet,
	SOURCE_AUTHENTICATION,
	SOURCE_KEYS,
	storedMethod,
	storedSetOf,
	sources,
} from './sources/source';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/failure';
import { asChoice, asFlag, asNumber, asText } from '../node/values';
import { epochMilliseconds } from '../adobe/json';

/** @throws Refusal for a value that the list does not have */
export function sourceNamed(value: string): Source {
	const values = sources.map((source) => source.value);
	asChoice(value, 'source', values);
	return sources[values.indexOf(value)] as Source;
}

/** The chosen source and authentication. Only methods that pass can be chosen. */
export function readMethod(
	parameters: ItemParameters,
	passes: (method: AuthMethod) => boolean = () => true,
): { source: Source; method: AuthMethod } {
	const source = sourceNamed(parameters.text('source') || sources[0].value);
	const methods = source.methods.filter(passes);
	const [only] = methods;
	if (only && methods.length === 1) return { source, method: only };
	const value = parameters.text('authentication') || only?.value || '';
	const values = methods.map((method) => method.value);
	asChoice(value, 'authentication', values);
	return { source, method: methods[values.indexOf(value)] as AuthMethod };
}

/** The values of a set of credentials, and where the user enters them. */
export interface GivenSet {
	params: Params;
	/** For messages: ` of the credential`, or nothing. */
	origin: string;
}

/** The set of credentials of one item. Each value in it is valid by itself. */
export function readGiven(
	parameters: ItemParameters,
	source: Source,
	method: AuthMethod,
): GivenSet {
	const storedSet = storedSetOf(method);
	const isStored =
		storedSet !== undefined &&
		asChoice(parameters.text(storedSet.name) || 'fields', storedSet.label, [
			'credential',
			'fields',
		]) === 'credential';
	if (isStored) refuseOtherKeys(parameters.credential, source, method, storedSet);
	const { credentials } = method;
	const params: Params = {};
	for (const credential of credentials) {
		const value = isStored
			? parameters.credential.text(credential.name, credential.isRaw)
			: textOf(parameters, credential);
		if (value.trim() !== '') params[credential.name] = tidied(credential, value);
	}
	refuseBad(credentials, params);
	return { params, origin: isStored ? ' of the credential' : '' };
}

/** The credential holds the keys of one source and one authentication. */
function refuseOtherKeys(
	credential: ItemParameters['credential'],
	source: Source,
	method: AuthMethod,
	{ label }: StoredSet,
): void {
	const value = credential.text(SOURCE_KEYS) || sources[0].value;
	const held = sources.find((one) => one.value === value);
	const heldMethod = held && storedMethod(held, credential.text(SOURCE_AUTHENTICATION));
	if (held === source && heldMethod === method) return;
	const whose = (name: string, { label: authentication }: AuthMethod) =>
		`${name} with ${authentication}`;
	const isOther = held !== source || !heldMethod;
	const [is, wanted] = isOther
		? [held?.label ?? 'an unknown source', source.label]
		: [whose(held.label, heldMethod), whose(source.label, method)];
	const field = isOther ? 'Source Keys' : 'Source Authentication';
	throw new Refusal(
		`The credential holds the keys of ${is}, not of ${wanted}`,
		`Choose another Adobe credential, or change ${field} in this one and fill in its fields. Or choose ${label} > Fields Below.`,
	);
}

function textOf(parameters: ItemParameters, { name, label, isRaw }: Credential): string {
	return isRaw ? parameters.rawText(name, label) : parameters.text(name, label);
}

/** Refuses a set that lacks a value which is always required. */
export function refuseIncomplete(
	method: AuthMethod,
	{ params, origin }: GivenSet,
	isKept: boolean,
): void {
	const needed = method.credentials.filter(
		({ whenEmpty }) => whenEmpty === undefined || (whenEmpty === 'stays' && !isKept),
	);
	const missing = needed.filter(({ name }) => params[name] === undefined);
	if (missing.length === 0) return;
	const given = method.credentials.filter(({ name }) => params[name] !== undefined);
	throw new Refusal(
		emptyMessage(missing, origin),
		given.length > 0
			? `Filled in: ${labelsOf(given)}. Enter the complete set as you received it.`
			: howToGive(method, origin),
	);
}

function howToGive(method: AuthMethod, origin: string): string {
	const label = storedSetOf(method)?.label;
	return origin
		? `Enter the complete set in the Adobe credential, or choose ${label} > Fields Below.`
		: `Enter the complete set, or choose ${label} > Credential.`;
}

/** @param params at least one */
export function emptyMessage(params: readonly SourceParam[], origin = ''): string {
	return `${labelsOf(params)}${origin} ${params.length > 1 ? 'are' : 'is'} empty`;
}

function labelsOf(params: readonly SourceParam[]): string {
	const labels = params.map(({ label }) => label);
	const last = labels.pop() as string;
	return labels.length > 0 ? `${labels.join(', ')} and ${last}` : last;
}

/**
 * Values of some parameters, each of its type and valid by itself. Empty ones are left out.
 * @param values by name, as the workflow has them
 */
export function readParams(
	params: readonly SourceParam[],
	values: Record<string, unknown>,
): Params {
	const read: Params = {};
	for (const param of params) {
		const value = valueOf(param, values[param.name]);
		if (value !== undefined) read[param.name] = value;
	}
	refuseBad(params, read);
	return read;
}

function valueOf(param: SourceParam, value: unknown): Params[string] | undefined {
	const { label, type } = param;
	if (value === undefined || value === null || value === '') return undefined;
	if (type === 'boolean') return asFlag(value, label);
	if (type === 'number') return asNumber(value, label, NaN);
	return tidied(param, asText(value, label)) || undefined;
}

function tidied({ tidy }: SourceParam, text: string): string {
	return tidy ? tidy(text) : text;
}

function refuseBad(params: readonly SourceParam[], values: Params): void {
	for (const param of params) {
		const problem = problemOf(param, values);
		if (problem) throw new Refusal(problem.message, problem.description);
	}
}

export function paramHints(params: readonly SourceParam[], values: Params): string[] {
	return params.flatMap(({ name, hint }) => {
		const value = values[name];
		return (value === undefined ? undefined : hint?.(String(value))) ?? [];
	});
}

const SOON_MINUTES = 30;

/**
 * When credentials expire: an ISO date (XML responses of AWS STS, AWS tools), epoch seconds (JSON responses), or
 * a date object of an expression.
 * @returns an ISO date in UTC, or '' for none
 */
export function readExpiration(value: unknown): string {
	const given = typeof value === 'string' ? value.trim() : value;
	if (given === undefined || given === null || given === '') return '';
	const date = new Date(timeOf(given));
	if (Number.isNaN(date.getTime())) {
		throw new Refusal(
			'Expiration is not a date',
			'Use the value that came with the credentials, such as Expiration of AWS STS: a date like 2030-01-31T12:00:00Z, or epoch seconds.',
		);
	}
	return date.toISOString();
}

function timeOf(value: unknown): number {
	const number =
		typeof value === 'string' && !/^\d+(\.\d+)?(e\+?\d+)?$/i.test(value) ? NaN : Number(value);
	if (Number.isNaN(number)) return Date.parse(String(value));
	return epochMilliseconds(number);
}

export function expirationHints(expiresAt: string): string[] {
	if (expiresAt === '') return [];
	const minutes = Math.floor((Date.parse(expiresAt) - Date.now()) / 60_000);
	if (minutes < 0) return [`The new credentials expired at ${expiresAt}. Get new ones first.`];
	if (minutes >= SOON_MINUTES) return [];
	return [
		`The new credentials expire in ${minutes} minutes, at ${expiresAt}. A dataflow that runs longer will fail. Request a longer duration, or update more often.`,
	];
}
