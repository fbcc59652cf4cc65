import { allFacts, writingFacts } from './facts/all';
import { type Fact, notReached, Probe, type Verdict } from './fact';
import { member, Platform } from './platform';
import type { PlatformCredential } from './options';

export interface Checked extends Fact {
	verdict: Verdict;
}

export interface Scope {
	credential: PlatformCredential;
	write: boolean;
	dataset?: string;
	/** facts whose ID contains this text */
	only?: string;
}

/** Checks the facts one after another; those that write come last, and remove what they made. */
export async function checkFacts(
	{ credential, write, dataset, only = '' }: Scope,
	report: (checked: Checked) => void = () => undefined,
): Promise<{ checked: Checked[]; secrets: string[] }> {
	const platform = new Platform(credential);
	const probe = new Probe(platform, dataset === undefined ? {} : { dataset });
	const checked: Checked[] = [];
	const check = async (facts: readonly Fact[]) => {
		for (const fact of facts.filter(({ id }) => id.includes(only))) {
			const verdict = await fact.check(probe).catch(unreachable);
			checked.push({ ...fact, verdict });
			report({ ...fact, verdict });
		}
	};
	await check(allFacts);
	if (write) await writingFacts(probe, check);
	const token = await platform.ownToken().then(
		({ body }) => member(body, 'access_token'),
		() => '',
	);
	return { checked, secrets: [credential.clientSecret, String(token ?? '')].filter(Boolean) };
}

function unreachable(error: unknown): Verdict {
	const { message, cause } = error as Error;
	const reason = member(cause, 'code') ?? message;
	return notReached(String(reason));
}
