import type { FaultRule } from '../../local/adobe';
import { Random } from '../../local/adobe/random';

/**
 * What goes wrong in a storm, each kind as often as the other. `applied` says whether the service
 * carried the call out before its answer was lost: for half of the unclear ones it did.
 */
const KINDS: FaultRule[] = [
	{ name: 'reset before', kind: 'reset', applied: false },
	{ name: 'reset after', kind: 'reset', applied: true },
	{ name: 'half a body', kind: 'halfBody', applied: true },
	{ name: 'HTML', kind: 'html', applied: 'half' },
	{ name: 'HTML with 200', kind: 'html', status: 200, applied: 'half' },
	{ name: 'empty body', kind: 'empty', applied: 'half' },
	{ name: '408', kind: 'status', status: 408, applied: true },
	{ name: '429', kind: 'status', status: 429 },
	{ name: '429 with Retry-After', kind: 'status', status: 429, retryAfter: '1' },
	{ name: '500', kind: 'status', status: 500, applied: 'half' },
	{ name: '502', kind: 'status', status: 502, applied: 'half' },
	{ name: '503 empty', kind: 'status', status: 503, applied: 'half' },
	{ name: '504', kind: 'status', status: 504, applied: true },
];

/** Carried out long after the answer was lost. */
const LATE: FaultRule[] = [
	{ name: 'reset, late', kind: 'reset' },
	{ name: '504, late', kind: 'status', status: 504 },
].map((rule) => ({ ...rule, applied: true, appliedAfterMs: [500, 20_000] }) as FaultRule);

/**
 * The first two token requests of a run fail, and of the later ones some: never more in a row than
 * the node promises to bear, so that a storm has one right ending.
 */
const IMS: FaultRule[] = [
	{ name: 'IMS reset after', kind: 'reset', applied: true, times: 1 },
	{ name: 'IMS 503', kind: 'status', status: 503, times: 1 },
	{ name: 'IMS 429', kind: 'status', status: 429, retryAfter: '1', skip: 1, times: 1 },
	{ name: 'IMS half a body', kind: 'halfBody', applied: true, skip: 2, times: 1 },
];

/** Two outages of IMS, each of 5 to 60 s from the first token request that it hits. */
function outages(seed: number): FaultRule[] {
	const random = new Random(seed);
	const outageMs = () => Math.round(5_000 + random.next() * 55_000);
	return [
		{ name: 'IMS out', kind: 'reset', skip: 4, times: 1, outageMs: outageMs() },
		{ name: 'IMS out, 503', kind: 'status', status: 503, skip: 2, times: 1, outageMs: outageMs() },
	];
}

export interface FaultPlan {
	/** Of all calls to the Flow Service that go wrong, 0 to 1. */
	share: number;
	seed: number;
	/**
	 * Whether some faults take time: a pause that the service asks for, a request that is carried out
	 * late, IMS that is down. A storm with them takes several times as long.
	 */
	long: boolean;
	/** Which calls go wrong, a regular expression. */
	path?: string;
}

/** The faults of one storm. */
export function faultPlan({ share, seed, long, path = '/flowservice/' }: FaultPlan): FaultRule[] {
	if (share === 0) return [];
	const kinds = long ? [...KINDS, ...LATE] : KINDS.filter(({ retryAfter }) => !retryAfter);
	const ims = long ? [...IMS, ...outages(seed)] : IMS;
	return [...evenly(kinds, share, path), ...ims.map(on('^/ims/'))];
}

/** Each rule is asked only for calls that those before it let pass, hence the growing rates. */
function evenly(rules: FaultRule[], share: number, path: string): FaultRule[] {
	const each = share / rules.length;
	return rules.map((rule, before) => ({ ...rule, path, rate: each / (1 - before * each) }));
}

function on(path: string) {
	return (rule: FaultRule): FaultRule => ({ ...rule, path });
}
