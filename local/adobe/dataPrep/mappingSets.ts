import type { Json } from '../types';

/** One mapping of a set (dp.yaml, MappingOperation). */
export interface Mapping {
	/** 32 hexadecimal digits */
	id: string;
	/** `ATTRIBUTE`, `EXPRESSION` or `STATIC` */
	sourceType: string;
	/** path of a column, an expression, or a value, as the type says */
	source: string;
	/** dotted path in the schema */
	destination: string;
	name?: string;
	description?: string;
}

/** A version of a mapping set. */
export interface MappingSet {
	/** 32 hexadecimal digits without dashes (contract.md (g)) */
	id: string;
	/** grows by one with each PUT (aepp reads it afterwards) */
	version: number;
	sandboxName: string;
	name?: string;
	/** `$id` of the schema that it maps to */
	xdmSchema: string;
	contentType: string;
	inputSchema?: Json;
	mappings: Mapping[];
	/** epoch milliseconds */
	createdDate: number;
	/** epoch milliseconds */
	modifiedDate: number;
}

/** Mapping sets with all their versions: dataflows name the one that they use. */
export class MappingSets {
	private readonly versions = new Map<string, MappingSet[]>();

	/** Keeps a new version. */
	save(set: MappingSet): void {
		const versions = this.versions.get(set.id);
		if (versions) versions.push(set);
		else this.versions.set(set.id, [set]);
	}

	/** The newest version, or the one asked for. */
	get(id: string, version?: number): MappingSet | undefined {
		const versions = this.versions.get(id) ?? [];
		if (version === undefined) return versions.at(-1);
		return versions.find((candidate) => candidate.version === version);
	}

	/** The newest versions of all sets of a sandbox, oldest set first. */
	in(sandboxName: string): MappingSet[] {
		const newest = [...this.versions.values()].flatMap((versions) => versions.slice(-1));
		return newest.filter((set) => set.sandboxName === sandboxName);
	}
}
