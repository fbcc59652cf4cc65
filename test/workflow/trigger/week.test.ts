/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time */
import { type LocalAdobe, startLocalAdobe, type UnfinishedRun } from '../../../local/adobe';
import { Random } from '../../../local/adobe/random';
import { credentialData } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { CredentialStore } from '../../support/credentialStore';
import { PolledWorkflow } from '../../support/poll';
import { inVirtualTime } from '../../support/virtualTime';
import { faultPlan } from '../../../tools/storm/faultPlan';

const MINUTE = 60_000;
const DAY = 24 * 60;
const POLL_EVERY = 60;
const RUNS_A_DAY = 286;
const DATAFLOWS = 50;
/** Per poll, so that runs have to wait after failed polls. */
const LIMIT = 18;
const RESTARTS = 10;
const EVENTS = ['failed', 'keysRefused', 'partialSuccess', 'success'];

type Outcome = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';

/** A run, in minutes since the activation. */
interface Planned {
	flowId: string;
	startsAt: number;
	/** How much later it appears, as at Adobe. */
	late: number;
	endsAt: number;
	outcome: Outcome;
	run?: UnfinishedRun;
	hasEnded?: boolean;
}

/** Of all runs, 5 % fail, 2 % because of their keys, and 3 % succeed in part. A tenth takes hours. */
function plan(flowIds: string[], days: number, random: Random): Planned[] {
	const whole = (most: number) => Math.floor(random.next() * (most + 1));
	const between = (days * DAY - 120) / (days * RUNS_A_DAY);
	return Array.from({ length: days * RUNS_A_DAY }, (_, index) => {
		const draw = random.next();
		// Two in the same minute, and some that started before the activation and have not finished.
		const startsAt = Math.floor(index / 2) * 2 * between - 30;
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

async function pass(ms: number): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
}

function dataflows(adobe: LocalAdobe): string[] {
	const { id: connectionId } = adobe.seedConnection({ name: 'Landing' });
	const schedule = { frequency: 'once', startTime: Math.floor(Date.now() / 1000) };
	return Array.from({ length: DATAFLOWS }, (_, number) => {
		const path = `/acme-landing/flow-${number}/`;
		const source = { connectionId, path, type: 'folder', format: 'json' } as const;
		return adobe.seedDataflow({ ...source, name: `Flow ${number}`, schedule }).id;
	});
}

describe('Days of polls', () => {
	// A poll gives up after two tries, so some polls fail completely.
	useBounds({ tries: 2 });
	beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['two days by the same clock', 0, 2],
		['a day by a service whose clock is ten minutes ahead', 10 * MINUTE, 1],
		['a day by a service whose clock is ten minutes behind', -10 * MINUTE, 1],
	])(
		'reports each run exactly once: %s',
		async (_what, clockOffsetMs, days) => {
			const adobe = await startLocalAdobe({ clockOffsetMs });
			const polls = inVirtualTime(async () => await pollFor(adobe, days, clockOffsetMs));
			await polls.finally(async () => await adobe.close());
		},
		600_000,
	);

	async function pollFor(adobe: LocalAdobe, days: number, clockOffsetMs: number): Promise<void> {
		const random = new Random(7);
		const runs = plan(dataflows(adobe), days, random);
		// The first run of a dataflow starts by itself, by the service's clock.
		await pass(30 * MINUTE);
		const begun = Date.now();
		const service = (minute: number) => begun + minute * MINUTE + clockOffsetMs;
		const passTo = async (minute: number) => {
			await pass(begun + minute * MINUTE - Date.now());
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

		const parameters = { events: EVENTS, options: { limit: LIMIT } };
		const polled = new PolledWorkflow(
			new CredentialStore(credentialData(adobe)),
			parameters,
			`week ${clockOffsetMs}`,
		);
		await passTo(0);
		const endedBefore = new Set(runs.filter(({ hasEnded }) => hasEnded));
		expect(await polled.poll()).toEqual([]);
		let stored = polled.save();
		const calm = adobe.journal.length;
		adobe.set({
			faults: faultPlan({ share: 0.2, seed: 7, long: false, path: '/flowservice/' }),
		});

		const told: string[] = [];
		let failed = 0;
		const polls = Math.ceil((days * DAY + 600) / POLL_EVERY);
		for (let count = 1; count <= polls; count++) {
			await passTo(count * POLL_EVERY);
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
		expect(expected.length).toBeGreaterThan(runs.length - 30);
		expect([...told].sort()).toEqual([...expected].sort());
		expect(new Set(runs.map(({ outcome }) => outcome)).size).toBe(EVENTS.length);
		// The service's records agree with the plan, and there were enough faults.
		expect(adobe.runs().length).toBeGreaterThanOrEqual(runs.length);
		expect(failed).toBeGreaterThan(2);
		const calls = adobe.journal.slice(calm).filter(({ path }) => path.includes('/flowservice/'));
		const faults = calls.filter(({ fault }) => fault);
		expect(faults.length / calls.length).toBeGreaterThan(0.15);
		expect(JSON.stringify(polled.save()).length).toBeLessThan(100_000);
	}
});
