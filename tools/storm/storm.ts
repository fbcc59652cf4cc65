import type { INodeParameters } from 'n8n-workflow';
import { startLocalAdobe, type LocalAdobe, type StartOptions } from '../../local/adobe';
import { credentialData } from '../../test/support/adobe';
import { countLeaked } from '../../test/support/leaks';
import type { KeySet } from '../../test/support/madeUp';
import { askedCreates, askedUpdates } from './asked';
import { itemEndings } from './endings';
import { execute, type Executed } from './execution';
import { faultPlan } from './faultPlan';
import { accessTokens, secretsOf } from './secrets';
import { tallyCreates, tallyUpdates, traffic, type Tally, type Traffic } from './tally';

export interface StormOptions {
	items: number;
	seed: number;
	/** Share of calls that go wrong, 0 to 1. */
	faults: number;
	/** Items at once. */
	concurrency: number;
	/** Whether some faults take time, see {@link faultPlan}; true where left out. */
	pauses?: boolean;
	/** Which calls go wrong, a regular expression; those to the Flow Service where left out. */
	path?: string;
	/** What else is special about the service. */
	settings?: StartOptions;
}

export interface StormResult extends Tally, Traffic {
	secrets: number;
	seconds: number;
	/** The messages of failed items, each once. */
	errors: string[];
}

/** Updates are spread over so many connections. */
const SHARE_OF_CONNECTIONS = 5;
/** Short, so that access tokens end in the middle of a storm. */
const TOKEN_LIFETIME_SECONDS = 15;

/** Creates `items` connections on a service that fails. */
export async function stormOfCreates(options: StormOptions): Promise<StormResult> {
	return await withStormyAdobe(options, async (adobe) => {
		const asked = askedCreates(options.items, options.seed);
		const done = await run(adobe, asked, options, {
			operation: 'create',
			name: '={{ $json.name }}',
		});
		return {
			...done.result,
			...tallyCreates(asked, done.endings, adobe.connections()),
		};
	});
}

/** Writes `items` sets of keys over a fifth as many connections on a service that fails. */
export async function stormOfUpdates(options: StormOptions): Promise<StormResult> {
	return await withStormyAdobe(options, async (adobe) => {
		const count = Math.ceil(options.items / SHARE_OF_CONNECTIONS);
		const ids = Array.from({ length: count }, () => adobe.seedConnection().id);
		const asked = askedUpdates(options.items, ids, options.seed);
		const done = await run(adobe, asked, options, {
			operation: 'updateToken',
			connectionId: { __rl: true, mode: 'id', value: '={{ $json.connectionId }}' },
		});
		return {
			...done.result,
			...tallyUpdates(asked, done.endings, adobe.connections(), adobe.journal, count),
		};
	});
}

export async function withStormyAdobe(
	{ seed, faults, pauses = true, path, settings }: StormOptions,
	work: (adobe: LocalAdobe) => Promise<StormResult>,
): Promise<StormResult> {
	const adobe = await startLocalAdobe({
		seed,
		faults: faultPlan({ share: faults, seed, long: pauses, path }),
		tokenLifetime: TOKEN_LIFETIME_SECONDS,
		latencyMs: 10,
		// The service shows every key and quotes what it was sent: the node must still not.
		maskStyle: 'clear',
		echoSecrets: true,
		...settings,
	});
	try {
		return await work(adobe);
	} finally {
		await adobe.close();
	}
}

async function run(
	adobe: LocalAdobe,
	asked: KeySet[],
	{ concurrency }: StormOptions,
	parameters: INodeParameters,
) {
	const started = performance.now();
	const credential = credentialData(adobe);
	const executed = await execute({ credential, asked, parameters, concurrency });
	const seconds = (performance.now() - started) / 1000;
	const { endings, ...result } = resultOf(adobe, secretsOf(asked), executed, asked.length);
	return { endings, result: { ...traffic(adobe.journal), ...result, seconds } };
}

/**
 * What one execution of a storm came to.
 * @param secrets what its items brought along
 * @param count of its items
 */
export function resultOf(
	adobe: LocalAdobe,
	secrets: readonly string[],
	{ items, error, stored }: Executed,
	count: number,
) {
	const endings = itemEndings(items, count, error);
	const errors = endings.flatMap((ending) => ('error' in ending ? [ending.error] : []));
	return {
		endings,
		secrets: secretsIn(stored, adobe, secrets),
		errors: [...new Set(errors)],
	};
}

/** Secrets in all that n8n would store or show of the run. */
function secretsIn(stored: unknown, adobe: LocalAdobe, brought: readonly string[]): number {
	const { clientSecret, s3SecretKey, s3SessionToken } = adobe.demo;
	const credential = [clientSecret, s3SecretKey, s3SessionToken];
	const secrets = [...credential, ...accessTokens(adobe.journal), ...brought];
	return countLeaked(secrets, stored);
}
