import { S3_CONNECTION_SPEC } from './s3';

type Filter = readonly ['property', string];

/** Only Amazon S3 base connections. */
export const onlyS3: Filter = ['property', `connectionSpec.id==${S3_CONNECTION_SPEC.id}`];

/** Signs with a meaning of their own in a filter (contract.md (i)); no way to escape them is documented. */
const HAS_MEANING = /[,"'\\=!<>~[\]*]/;

/**
 * The filter for an exact name, or undefined where the name has signs that mean something to the
 * service: then it must list without it. Callers compare names again in either case.
 */
export function byName(name: string): Filter | undefined {
	return HAS_MEANING.test(name) ? undefined : ['property', `name=="${name}"`];
}

export function byState(state: string): Filter {
	return ['property', `state==${state}`];
}
