import type { PatchOperation } from '../../transport/entity/update';
import type { ConnectionDraft } from './connection';
import type { S3Keys } from './s3';

/** A PATCH and the parameters it writes or removes, by name. */
export interface Patch {
	operations: PatchOperation[];
	updated: string[];
}

const param = (name: string) => `/auth/params/${name}`;

/**
 * `remove` is refused where the member is not there (1455-400), and whether it is there cannot
 * always be seen, since the service may hide it. After an `add` it is there for certain.
 */
function removeForCertain(path: string): PatchOperation[] {
	return [
		{ op: 'add', path, value: 'removed' },
		{ op: 'remove', path },
	];
}

/**
 * The patch that puts new S3 keys in place and leaves bucket, folder and service URL alone: never a
 * write to `/auth/params` itself, which would drop them (contract.md (c), (e)).
 *
 * A pair comes with its token in one patch, so that no dataflow runs with a mixed set. The token is
 * written with `add`, which is right whether or not there was one before.
 * @param keys the pair with or without a token, or a token alone
 * @param removeToken whether a stored token goes (long-term keys have none)
 */
export function keysPatch(keys: S3Keys, removeToken: boolean): Patch {
	const operations: PatchOperation[] = [];
	const updated: string[] = [];
	if (keys.s3AccessKey) {
		operations.push(
			{ op: 'replace', path: param('s3AccessKey'), value: keys.s3AccessKey },
			{ op: 'replace', path: param('s3SecretKey'), value: keys.s3SecretKey },
		);
		updated.push('s3AccessKey', 's3SecretKey');
	}
	if (keys.s3SessionToken) {
		operations.push({ op: 'add', path: param('s3SessionToken'), value: keys.s3SessionToken });
		updated.push('s3SessionToken');
	} else if (removeToken) {
		operations.push(...removeForCertain(param('s3SessionToken')));
		updated.push('s3SessionToken');
	}
	return { operations, updated };
}

/** Fields of a connection that are no keys; those left out stay as they are. */
export interface ConnectionFields {
	name?: string;
	description?: string;
	bucketName?: string;
	folderPath?: string;
	serviceUrl?: string;
}

export type RemovableField =
	| 'description'
	| 'bucketName'
	| 'folderPath'
	| 'serviceUrl'
	| 's3SessionToken';

/**
 * The patch for an update of anything but keys. `add` sets a member whether or not it was there
 * before; the name is always there.
 */
export function fieldsPatch(
	fields: ConnectionFields,
	remove: readonly RemovableField[] = [],
): Patch {
	const operations: PatchOperation[] = [];
	const updated: string[] = [];
	for (const [name, value] of Object.entries(fields) as Array<[keyof ConnectionFields, string]>) {
		if (!value) continue;
		operations.push({ op: name === 'name' ? 'replace' : 'add', path: pathOf(name), value });
		updated.push(name);
	}
	for (const name of remove) {
		operations.push(...removeForCertain(pathOf(name)));
		updated.push(name);
	}
	return { operations, updated };
}

function joinPatches(...patches: Patch[]): Patch {
	return {
		operations: patches.flatMap(({ operations }) => operations),
		updated: patches.flatMap(({ updated }) => updated),
	};
}

function pathOf(name: keyof ConnectionFields | RemovableField): string {
	return name === 'name' || name === 'description' ? `/${name}` : param(name);
}

/** Everything of the draft but the name, which is what the connection was found by. */
export function draftPatch({ authentication, keys, description, place }: ConnectionDraft): Patch {
	const fields = fieldsPatch({ description, ...place });
	return authentication === 'accessKey' ? joinPatches(fields, keysPatch(keys, true)) : fields;
}
