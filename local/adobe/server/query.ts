import { flowRefusal } from './errors';

/**
 * Refuses query parameters that an operation does not know (1451-400, contract.md (i)).
 * @param known names in the spelling of contract.md
 */
export function knownParams(query: URLSearchParams, known: string[]): void {
	for (const name of query.keys()) {
		if (!known.includes(name)) throw invalidParam(name);
	}
}

/** 1451-400, also for a value that a known parameter cannot have; no own code is documented for that. */
export function invalidParam(name: string) {
	return flowRefusal('1451-400', `Invalid params ${name} provided in query params.`);
}
