import { sources } from './index';
import type { AuthMethod, Source, StoredSet } from './source';

/** Fields of the credential that say whose keys it holds. */
export const SOURCE_KEYS = 'sourceKeys';
export const SOURCE_AUTHENTICATION = 'sourceAuthentication';

const KEYS_FROM: StoredSet = {
	name: 'keysFrom',
	label: 'Keys From',
	what: 'keys, password or other credentials',
	example: 'a preceding node',
	initial: 'fields',
};

/** What asks whether the set of a method comes from the node's credential; undefined for one without a set. */
export function storedSetOf({ credentials, storedSet }: AuthMethod): StoredSet | undefined {
	return credentials.length > 0 ? (storedSet ?? KEYS_FROM) : undefined;
}

/** The methods of a source whose sets the credential can hold; the first is the default. */
export function keyMethods({ methods }: Source): AuthMethod[] {
	return methods.filter(({ credentials }) => credentials.length > 0);
}

/** Every way to sign in whose set the credential can hold. */
export const keyChoices = sources.flatMap((source) =>
	keyMethods(source).map((method) => ({ source, method })),
);

/**
 * The method whose keys the credential holds, as its form shows it: what is chosen for another source stays stored
 * and stands for the default.
 */
export function storedMethod(source: Source, authentication: string): AuthMethod | undefined {
	const methods = keyMethods(source);
	return methods.find(({ value }) => value === authentication) ?? methods[0];
}
