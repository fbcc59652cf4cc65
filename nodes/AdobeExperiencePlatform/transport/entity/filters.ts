export type Filter = readonly ['property', string];

/** Signs with a meaning of their own in a filter (contract.md (i)); no way to escape them is documented. */
const HAS_MEANING = /[,"'\\=!<>~[\]*]/;

/** Whether a filter can hold a value as it is. */
export function isPlain(value: string): boolean {
	return !HAS_MEANING.test(value);
}

/**
 * The filter for an exact name, or undefined where the name has signs that mean something to the
 * service: then it must list without it. Callers compare names again in either case.
 */
export function byName(name: string): Filter | undefined {
	return isPlain(name) ? ['property', `name=="${name}"`] : undefined;
}

/** The filter for one value of a property; a value with signs of their own meaning gives none. */
export function byProperty(path: string, value: string): Filter | undefined {
	return isPlain(value) ? ['property', `${path}==${value}`] : undefined;
}

/** The filter for any of some IDs: a comma means "or" (contract.md (i)). */
export function byIds(ids: readonly string[]): Filter {
	return ['property', `id==${ids.join(',')}`];
}
