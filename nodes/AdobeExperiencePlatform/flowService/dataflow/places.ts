/** Places in a schema that columns go into: dotted paths, with brackets for items of arrays and entries of maps. */
export class Places {
	private readonly paths = new Set<string>();
	/** Everything that has a place within it. */
	private readonly outer = new Set<string>();

	constructor(paths: Iterable<string>) {
		for (const path of paths) {
			this.paths.add(path);
			for (const around of outerOf(path)) this.outer.add(around);
		}
	}

	/** Whether it is one of the places, lies within one or holds one: a column each would overwrite the other. */
	overlaps(path: string): boolean {
		return this.has(path) || this.holderOf(path) !== undefined;
	}

	/** Whether it is one of the places or holds one. */
	has(path: string): boolean {
		return this.paths.has(path) || this.outer.has(path);
	}

	/** The place that a path lies within. */
	holderOf(path: string): string | undefined {
		return outerOf(path).find((around) => this.paths.has(around));
	}
}

/** `a.b[0].c` lies within `a`, `a.b` and `a.b[0]`. */
function outerOf(path: string): string[] {
	const outer: string[] = [];
	for (let at = 1; at < path.length; at++) {
		if (path[at] === '.' || path[at] === '[') outer.push(path.slice(0, at));
	}
	return outer;
}
