import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * A hash of the names and contents of some files and folders.
 * @param {string} root
 * @param {string[]} names below the root
 * @returns {string}
 * @throws Error when one of them is not there
 */
export function fingerprint(root, names) {
	const hash = createHash('sha256');
	for (const path of names.flatMap((name) => filesIn(join(root, name)))) {
		const content = readFileSync(path);
		hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

function filesIn(path) {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesIn(join(path, name)));
}
