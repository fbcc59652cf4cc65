import { amazonS3 } from './amazonS3';
import { azureBlob } from './azureBlob';
import { azureDataLakeGen2 } from './azureDataLakeGen2';
import { ftp } from './ftp';
import { googleCloudStorage } from './googleCloudStorage';
import { oracleObjectStorage } from './oracleObjectStorage';
import { sftp } from './sftp';
import type { Source, AuthMethod, StoredSet } from './source';

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
