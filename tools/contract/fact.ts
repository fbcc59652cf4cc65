import { type Answer, type Platform, itemsOf, member } from './platform';

/** What a fact came to. */
export type Verdict =
	| { state: 'confirmed'; note?: string }
	| { state: 'different'; answer: Answer }
	| { state: 'not reached'; reason: string };

export interface Fact {
	/** unique, as `--only` takes it */
	id: string;
	/** what is relied on, as a sentence */
	says: string;
	/** the section of docs/contract.md */
	section: string;
	/** whether docs/contract.md marks it as UNSURE */
	isUnsure?: true;
	check(probe: Probe): Promise<Verdict>;
}

/** What facts ask with. What several of them need is asked once. */
export class Probe {
	private readonly shared = new Map<string, Promise<unknown>>();

	constructor(
		readonly platform: Platform,
		readonly options: { dataset?: string } = {},
	) {}

	async once<T>(key: string, read: () => Promise<T>): Promise<T> {
		const known = this.shared.get(key) ?? read();
		this.shared.set(key, known);
		return (await known) as T;
	}

	/** GET, once for each path. */
	async get(path: string): Promise<Answer> {
		return await this.once(`GET ${path}`, async () => await this.platform.ask('GET', path));
	}

	/** The first entry of a list, if there is one. */
	async first(path: string): Promise<unknown> {
		return itemsOf(await this.get(path))?.[0];
	}
}

/** Confirmed if it holds, else different. */
export function holds(answer: Answer, isTrue: boolean, note?: string): Verdict {
	return isTrue
		? { state: 'confirmed', ...(note !== undefined && { note }) }
		: { state: 'different', answer };
}

export function notReached(reason: string): Verdict {
	return { state: 'not reached', reason };
}

/** Whether an error has this HTTP status and code, in any of Adobe's envelopes (contract.md (h)). */
export function isError({ status, body }: Answer, wanted: number, ...codes: string[]): boolean {
	if (status !== wanted) return false;
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return codes.length === 0 || codes.some((code) => text.includes(code));
}

/** Whether all members are there and have these types (`list`: an array). */
export function hasMembers(value: unknown, types: Record<string, string>): boolean {
	return Object.entries(types).every(([path, type]) => {
		const found = member(value, ...path.split('.'));
		if (type === 'list') return Array.isArray(found);
		return type.split('|').includes(typeof found) && found !== null;
	});
}
