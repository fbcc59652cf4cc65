import { isAuto, typeByName, type FileType } from './fileFormat';

/** Begun by what writes files in parts, or hidden. */
const NOT_DATA_START = /^[_.]/;
/** Checksums, signatures, marks that something is complete, and files that are still written. */
const NOT_DATA_END =
	/\.(crc|crc32|md5|sha1|sha256|sha512|sfv|sig|asc|gpgsig|done|ok|ready|success|trigger|lock|tmp|temp|part|filepart|crdownload|bak|swp)$/i;
const NOT_DATA_NAME =
	/(^|[._\s-])manifest([._\s-]|$)|^(checksums?|(md5|sha1|sha256|sha512)sums?|readme)(\.|$)/i;

interface Named {
	name: string;
	path: string;
}

/** The files of a folder that may hold data, and those that are data of another kind. */
export interface DataFiles<T> {
	files: T[];
	others: T[];
}

/**
 * The data files of a folder, by name. What accompanies data is passed over; of several kinds the one that most
 * files are counts, and the first by name where it is a tie.
 * @param chosen the format, if it was chosen
 * @param pattern what names must fit, as typed: one that begins with `_` or `.` asks for such names
 */
export function dataFiles<T extends Named>(
	entries: readonly T[],
	chosen: string,
	pattern = '',
): DataFiles<T> {
	const isAsked = NOT_DATA_START.test(pattern);
	const shown = entries
		.filter(({ name }) => (isAsked || isShown(name)) && !NOT_DATA_END.test(name))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
	const data = shown.filter(({ name }) => !NOT_DATA_NAME.test(name));
	// Where there is nothing else, a table may be called so: `shipping_manifest.csv`.
	const own = shown.filter(({ path }) => !['json', undefined].includes(typeByName(path)));
	const kinds = (data.length > 0 ? data : own).map((entry) => ({
		entry,
		kind: typeByName(entry.path),
	}));
	const kind = isAuto(chosen) ? commonest(kinds.map((each) => each.kind)) : (chosen as FileType);
	// With a chosen format any name will do that does not say something else.
	const isOfKind = (each: FileType | undefined) =>
		kind !== undefined && (each === kind || (each === undefined && !isAuto(chosen)));
	return {
		files: kinds.filter((each) => isOfKind(each.kind)).map(({ entry }) => entry),
		others: kinds
			.filter((each) => each.kind !== undefined && !isOfKind(each.kind))
			.map(({ entry }) => entry),
	};
}

/** Whether a file or folder is none of what a writer keeps for itself, such as `_SUCCESS` or `_temporary`. */
export function isShown(name: string): boolean {
	return !NOT_DATA_START.test(name);
}

function commonest(kinds: ReadonlyArray<FileType | undefined>): FileType | undefined {
	const counts = new Map<FileType, number>();
	for (const kind of kinds) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
