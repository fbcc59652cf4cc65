/**
 * Whether a name fits a pattern in which a star stands for any number of characters. Each part
 * between two stars is looked for once, where it comes first, so that the time does not grow with the number of
 * stars as it does for a regular expression.
 */
export function fitsWildcard(name: string, pattern: string): boolean {
	const [first = '', ...rest] = pattern.split('*');
	const last = rest.pop();
	if (last === undefined) return name === pattern;
	const end = name.length - last.length;
	if (end < first.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= end;
}
