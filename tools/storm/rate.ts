import { startLocalAdobe, type RateLimit } from '../../local/adobe';
import { credentialData } from '../../test/support/adobe';
import { CredentialStore } from '../../test/support/credentialStore';
import { runNode } from '../../test/support/engine';
import { itemEndings } from './endings';

/** A service that takes so many requests a second, and a run that wants more. */
export interface RateCase {
	perSecond: number;
	kind: RateLimit['kind'];
	retryAfter: RateLimit['retryAfter'];
	items: number;
}

export interface RateResult extends RateCase {
	seconds: number;
	/** Seconds needed, divided by the least that the limit allows. */
	ratio: number;
	refused: number;
	failed: number;
}

/** What a run with default settings meets: five items at once could reach a hundred requests a second. */
const CONCURRENCY = 5;
const LATENCY_MS = 50;

export const RATE_CASES: RateCase[] = [200, 1_000].flatMap((items) =>
	[20, 50].flatMap((perSecond) =>
		(['window', 'bucket'] as const).flatMap((kind) =>
			(['none', 'seconds'] as const).map((retryAfter) => ({ perSecond, kind, retryAfter, items })),
		),
	),
);

/** How many requests a second a run reaches on this machine when nothing limits it. */
export async function reachWithoutLimit(): Promise<number> {
	const items = 200;
	const unlimited = { perSecond: 100_000, kind: 'window', retryAfter: 'none', items } as const;
	const { seconds } = await runAgainstLimit(unlimited);
	return items / seconds;
}

/** Creates connections against the limit, and looks how much longer than necessary it took. */
export async function runAgainstLimit(rateCase: RateCase): Promise<RateResult> {
	const { perSecond, kind, retryAfter, items } = rateCase;
	const adobe = await startLocalAdobe({
		latencyMs: LATENCY_MS,
		rateLimit: { perSecond, kind, retryAfter },
	});
	try {
		const names = Array.from({ length: items }, (_, index) => ({ name: `Limited ${index}` }));
		const started = performance.now();
		const run = await runNode(new CredentialStore(credentialData(adobe)), {
			items: names,
			settings: { onError: 'continueRegularOutput' },
			parameters: {
				operation: 'create',
				name: '={{ $json.name }}',
				options: { maxConcurrency: CONCURRENCY },
			},
		});
		const seconds = (performance.now() - started) / 1000;
		const endings = itemEndings(run.items, items, run.error?.message);
		return {
			...rateCase,
			seconds,
			ratio: seconds / (items / perSecond),
			refused: adobe.journal.filter(({ status }) => status === 429).length,
			failed: endings.filter((ending) => 'error' in ending).length,
		};
	} finally {
		await adobe.close();
	}
}
