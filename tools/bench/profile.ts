/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { readFileSync } from 'node:fs';

interface Profile {
	nodes: Array<{
		id: number;
		callFrame: { functionName: string; url: string };
		children?: number[];
	}>;
	samples: number[];
	/** microseconds */
	timeDeltas: number[];
}

/** Where the time went, by who spent it. The first rule that fits a frame counts, from the innermost frame outwards. */
const SPENDERS: Array<[who: string, file: RegExp]> = [
	['this package', /n8n-nodes-adobe-experience-platform\/dist/],
	[
		"n8n's request helper and axios",
		/node_modules\/(@n8n\/backend-network|axios|follow-redirects|proxy-from-env|form-data|qs)\//,
	],
	[
		"n8n's parameters and expressions",
		/node_modules\/(n8n-workflow|@n8n\/expression-runtime|isolated-vm|luxon|@n8n\/tournament)\//,
	],
	[
		"n8n's credentials: database and decryption",
		/node_modules\/(@n8n\/typeorm|sqlite3|@n8n\/db|@n8n\/client-oauth2)\/|credentials-helper|\/encryption\//,
	],
	[
		"Node.js' HTTP and sockets",
		/^node:(_http|net|http|https|tls|url|dns|internal\/(stream|url|dns))/,
	],
	['the HTTP Request node', /n8n-nodes-base\/dist\/nodes\/HttpRequest/],
	['the rest of n8n', /node_modules\//],
];

const NATIVE: Record<string, string> = {
	'(idle)': 'idle: waits for answers',
	'(garbage collector)': 'garbage collection',
};

/** Shares of a profile's time, largest first. */
export function sharesOf(file: string): Array<{ who: string; ms: number; share: number }> {
	const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile;
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
	);
	const spender = (leaf: number): string => {
		for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
			const { functionName, url } = byId.get(id)?.callFrame ?? { functionName: '', url: '' };
			const found =
				(Object.hasOwn(NATIVE, functionName) ? NATIVE[functionName] : undefined) ??
				SPENDERS.find(([, pattern]) => pattern.test(url))?.[0];
			if (found) return found;
		}
		return 'Node.js itself';
	};
	const spent = new Map<string, number>();
	for (const [index, sample] of samples.entries()) {
		const who = spender(sample);
		spent.set(who, (spent.get(who) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
	}
	const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
	return [...spent]
		.map(([who, ms]) => ({ who, ms, share: ms / total }))
		.sort((a, b) => b.ms - a.ms);
}
