import { type LocalAdobe, startLocalAdobe, type UnfinishedRun } from '../../../local/adobe';
import { Random } from '../../../local/adobe/random';
import { credentialData } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { CredentialStore } from '../../support/credentialStore';
import { PolledWorkflow } from '../../support/poll';
import { faultPlan } from '../../../tools/storm/faultPlan';
import { makeDataflow } from './dataflow';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;
const POLL_EVERY = 10;
const RUNS = 2_000;
const DATAFLOWS = 50;
const RESTARTS = 10;
const EVENTS = ['failed', 'keysRefused', 'partialSuccess', 'success'];

type Outcome = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';

/** A run of the week; minutes since the activation. */
interface Planned {
	flowId: string;
	startsAt: number;
	/** It shows up so much later, as at Adobe. */
	late: number;
	endsAt: number;
	outcome: Outcome;
	run?: UnfinishedRun;
	hasEnded?: boolean;
}

/** Of all runs 5 % fail, 2 % for their keys, and 3 % succeed in part; a tenth takes hours. */
function plan(flowIds: string[], random: Random): Planned[] {
	const whole = (most: number) => Math.floor(random.next() * (most + 1));
	return Array.from({ length: RUNS }, (_, index) => {
		const draw = random.next();
		// Two at the same minute, some before the activation and under way by then.
		const startsAt = Math.floor(index / 2) * 2 * ((WEEK - 120) / RUNS) - 30;
		const late = whole(3);
		return {
			flowId: flowIds[whole(DATAFLOWS - 1)] as string,
			startsAt,
			late,
			endsAt: startsAt + late + (random.next() < 0.1 ? whole(360) : whole(20)),
			outcome:
				draw < 0.02
					? 'keysRefused'
					: draw < 0.07
						? 'failed'
						: draw < 0.1
							? 'partialSuccess'
							: 'success',
		};
	});
}

async function dataflows(adobe: LocalAdobe): Promise<string[]> {
	const ids: string[] = [];
	while (ids.length < DATAFLOWS) ids.push(await makeDataflow(adobe));
	return ids;
}

describe('A week of polls', () => {
	// A poll gives up after three tries, so that some fail altogether.
	useBounds({ firstWait: 1, longestWait: 2, tries: 3 });
	beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['the same clock', 0],
		['a service whose clock is ten minutes ahead', 10 * MINUTE],
		['a service whose clock is ten minutes behind', -10 * MINUTE],
	])(
		'tells each run exactly once, with %s',
		async (_what, clockOffsetMs) => {
			const realNow = Date.now.bind(Date);
			let shift = 0;
			jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shift);
			const adobe = await startLocalAdobe({ clockOffsetMs });
			try {
				const random = new Random(7);
				const runs = plan(await dataflows(adobe), random);
				const begun = Date.now();
				const service = (minute: number) => begun + minute * MINUTE + clockOffsetMs;
				const passTo = (minute: number) => {
					shift += Math.max(0, begun + minute * MINUTE - Date.now());
					for (const planned of runs) {
						const { flowId, startsAt, late, endsAt, outcome } = planned;
						if (!planned.run && startsAt + late <= minute) {
							planned.run = adobe.seedUnfinishedRun(flowId, service(startsAt));
						}
						if (planned.run && !planned.hasEnded && endsAt <= minute) {
							planned.run.end(outcome, service(endsAt));
							planned.hasEnded = true;
						}
					}
				};

				const parameters = { events: EVENTS, options: { limit: 3 } };
				const polled = new PolledWorkflow(
					new CredentialStore(credentialData(adobe)),
					parameters,
					`week ${clockOffsetMs}`,
				);
				passTo(0);
				const endedBefore = new Set(runs.filter(({ hasEnded }) => hasEnded));
				expect(await polled.poll()).toEqual([]);
				let stored = polled.save();
				adobe.set({
					faults: faultPlan({ share: 0.2, seed: 7, long: false, path: '/flowservice/' }),
				});

				const told: string[] = [];
				let failed = 0;
				const polls = Math.ceil((WEEK + 600) / POLL_EVERY);
				for (let count = 1; count <= polls; count++) {
					passTo(count * POLL_EVERY);
					if (count % Math.ceil(polls / RESTARTS) === 0) polled.restart(stored);
					const items = await polled.poll().catch(() => {
						failed++;
						return [];
					});
					told.push(...items.map(({ event, id }) => `${String(event)} ${String(id)}`));
					// n8n stores the memory with the execution that it starts.
					if (items.length > 0) stored = polled.save();
				}

				const expected = runs
					.filter((planned) => !endedBefore.has(planned))
					.map(({ outcome, run }) => `${outcome} ${run?.id}`);
				expect(expected.length).toBeGreaterThan(RUNS - 30);
				expect([...told].sort()).toEqual([...expected].sort());
				expect(new Set(runs.map(({ outcome }) => outcome)).size).toBe(EVENTS.length);
				// The books of the service agree with the plan, and the week was really a bad one.
				expect(adobe.runs().length).toBeGreaterThanOrEqual(RUNS);
				expect(failed).toBeGreaterThan(2);
				const calls = adobe.journal.filter(({ path }) => path.includes('/flowservice/'));
				const faults = calls.filter(({ fault }) => fault);
				expect(faults.length / calls.length).toBeGreaterThan(0.15);
				expect(JSON.stringify(polled.save()).length).toBeLessThan(100_000);
			} finally {
				await adobe.close();
			}
		},
		600_000,
	);
});
