import { sleep } from 'n8n-workflow';
import { execute, type Execution } from '../../../tools/storm/execution';
import type { StormOptions, StormResult } from '../../../tools/storm/storm';
import { stormOfKilledUploads, stormOfUploads } from '../../../tools/storm/uploads';
import { CredentialStore } from '../../support/credentialStore';
import { killableNode } from '../../support/killableNode';
import { inVirtualTime } from '../../support/virtualTime';

// `npm run storm -- --only uploads,killedUploads` does the same with more of them, in real time.
const COUNT = 20;

const LOOK_EVERY = 20;

/** A process that is killed, simulated in this one. */
async function killed(execution: Execution, isTime: () => boolean): Promise<void> {
	const { node, kill } = killableNode();
	let hasEnded = false;
	const running = execute(execution, new CredentialStore(execution.credential), node);
	void running.finally(() => void (hasEnded = true));
	while (!isTime() && !hasEnded) await sleep(LOOK_EVERY);
	kill();
	if (hasEnded) throw new Error('The execution ended before it was killed');
}

const storms: Array<[what: string, storm: (options: StormOptions) => Promise<StormResult>]> = [
	['uploads', stormOfUploads],
	[
		'uploads whose process is killed and that are run again',
		async (options) => await stormOfKilledUploads(options, killed),
	],
];
const cases = storms.map(([what, storm], index) => [what, index + 1, storm] as const);

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	it.each(cases)(
		'%s make one batch each, with each record once (seed %i)',
		async (_what, seed, stormOf) => {
			const options = { items: COUNT, faults: 0.2, concurrency: 50, pauses: false, seed };
			const storm = await inVirtualTime(async () => await stormOf(options));
			expect(storm).toMatchObject({
				asked: COUNT,
				succeeded: COUNT,
				failed: 0,
				exist: COUNT,
				doubled: 0,
				orphaned: 0,
				lost: 0,
				secrets: 0,
				errors: [],
			});
			expect(storm.faults / storm.calls).toBeGreaterThan(0.1);
		},
		120_000,
	);
});
