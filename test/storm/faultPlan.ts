import type { FaultRule } from '../../local/adobe';

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

/**
 * The faults of one storm.
 * @param share of all calls to the Flow Service that go wrong, 0 to 1
 * @param pauses whether some ask for a pause: each of them holds up the whole run for a second, so
 * that a storm with them takes three times as long
 */
export function faultPlan(share: number, pauses = true): FaultRule[] {
	if (share === 0) return [];
	const kinds = pauses ? KINDS : KINDS.filter(({ retryAfter }) => retryAfter === undefined);
	return [...evenly(kinds, share, '/flowservice/'), ...IMS.map(on('^/ims/'))];
}

/** Each rule is asked only for calls that those before it let pass, hence the growing rates. */
function evenly(rules: FaultRule[], share: number, path: string): FaultRule[] {
	const each = share / rules.length;
	return rules.map((rule, before) => ({ ...rule, path, rate: each / (1 - before * each) }));
}

function on(path: string) {
	return (rule: FaultRule): FaultRule => ({ ...rule, path });
}
