import type { Random } from '../random';
import type { Answer } from './answers';
import { type ErrorShape, gatewayAnswer, renderFlowError } from './errors';
import type { FaultRule } from './settings';

/** A rule that hit a request. */
export interface Fault {
	rule: FaultRule;
	name: string;
	/** whether the service carries the request out nevertheless */
	applied: boolean;
	/** milliseconds until then */
	appliedAfter: number;
}

interface Counted {
	rule: FaultRule;
	path?: RegExp;
	matches: number;
	hits: number;
	/** end of the last outage, epoch milliseconds */
	outUntil: number;
}

/** Chooses which request goes wrong. Draws come from a seeded generator, in the order of the requests. */
export class Faults {
	private rules: Counted[];

	constructor(
		rules: FaultRule[],
		private readonly random: Random,
	) {
		this.rules = rules.map((rule) => ({
			rule,
			path: rule.path === undefined ? undefined : new RegExp(rule.path),
			matches: 0,
			hits: 0,
			outUntil: 0,
		}));
	}

	/** The first rule that matches and fires, or nothing. */
	pick(method: string, path: string): Fault | undefined {
		for (const counted of this.rules) {
			const { rule } = counted;
			const wantedMethod = rule.method ?? (rule.kind === 'secondWriter' ? 'PATCH' : method);
			if (wantedMethod.toUpperCase() !== method) continue;
			if (counted.path && !counted.path.test(path)) continue;
			if (Date.now() >= counted.outUntil) {
				if (++counted.matches <= (rule.skip ?? 0)) continue;
				if (counted.hits >= (rule.times ?? Infinity)) continue;
				if (rule.rate !== undefined && this.random.next() >= rule.rate) continue;
				counted.hits++;
				counted.outUntil = Date.now() + (rule.outageMs ?? 0);
			}
			const applied = rule.applied === 'half' ? this.random.next() < 0.5 : rule.applied === true;
			const appliedAfter = this.between(rule.appliedAfterMs);
			return { rule, name: rule.name ?? rule.kind, applied, appliedAfter };
		}
		return undefined;
	}

	private between([least, most]: [number, number] = [0, 0]): number {
		return most > 0 ? least + this.random.next() * (most - least) : 0;
	}
}

const FLOW_FAILURES: Record<number, [code: string, title: string, message: string]> = {
	400: [
		'1100-400',
		'Invalid request',
		'The request could not be processed. Error from flow provider: Not entitled to this operation.',
	],
	408: [
		'1006-408',
		'Request Timeout',
		'An error occurred while processing the request. The request has been timed out. Please try again and contact customer support if the problem persists.',
	],
	500: [
		'1102-500',
		'Internal Error',
		'An internal error has occurred. Please try again. If the problem persists, please contact customer support.',
	],
	504: [
		'1104-504',
		'Gateway Timeout',
		'A gateway timeout has occurred. Please try again. If the problem persists, please contact customer support.',
	],
};

function imsFailure(status: number): Answer {
	if (status === 429) return { status, text: 'too many requests', type: 'text/plain' };
	if (status >= 502) return { status };
	if (status >= 500) {
		return { status, body: { error: 'server_error', error_description: 'Internal Server Error' } };
	}
	return {
		status,
		body: { error: 'invalid_client', error_description: 'invalid client_secret parameter' },
	};
}

/** A body that fits the status: contract.md (b) for the gateway, (h) for Flow Service, empty for proxies. */
function platformFailure(status: number, shape: ErrorShape, requestId: string): Answer {
	if (status === 429) return gatewayAnswer('429050', 'Too many requests');
	if (status === 401) return gatewayAnswer('401013', 'Oauth token is not valid');
	if (status === 403) return gatewayAnswer('403025', 'Profile is not valid');
	const [code, title, message] = FLOW_FAILURES[status] ?? [];
	if (!code || !title || !message) return { status };
	return renderFlowError({ code, title, message }, shape, requestId);
}

/** The answer of a `status` fault. */
export function statusFailure(
	rule: FaultRule,
	call: { path: string; requestId: string },
	shape: ErrorShape,
): Answer {
	const status = rule.status ?? 500;
	const failure = call.path.startsWith('/ims/')
		? imsFailure(status)
		: platformFailure(status, shape, call.requestId);
	return {
		...failure,
		headers: { ...failure.headers, ...(rule.retryAfter && { 'retry-after': rule.retryAfter }) },
	};
}

/** The page that a proxy shows instead of the service. */
export function htmlFailure(rule: FaultRule): Answer {
	const status = rule.status ?? 502;
	return {
		status,
		type: 'text/html',
		text: `<html>\r\n<head><title>${status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>${status} Bad Gateway</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n`,
		headers: rule.retryAfter ? { 'retry-after': rule.retryAfter } : undefined,
	};
}
