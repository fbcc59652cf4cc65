import type { ApiClient } from '../../transport/apiClient';
import { BOUNDS } from '../../transport/bounds';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { RUN, type RawRun } from './entities';
import { mayShowUp, recallRun } from './startedRuns';

/**
 * A run by its ID. One that this process started a short time ago may not be found yet: it is waited for.
 * @throws Failure if there is none
 */
export async function readRun(client: ApiClient, id: string): Promise<RawRun> {
	const { run: nodeRun, item } = client;
	const until = nodeRun.timer.now() + BOUNDS.newRun;
	for (;;) {
		item.renewBudget();
		const run = await findRun(client, id);
		if (run) return run;
		if (nodeRun.timer.now() >= until) return notShownYet(client, id);
		await nodeRun.wait(BOUNDS.settlePause);
	}
}

/**
 * One look for a run.
 * @returns undefined if it does not show up yet
 * @throws Failure if there is none
 */
export async function findRun(client: ApiClient, id: string): Promise<RawRun | undefined> {
	const run = await getEntity<RawRun>(client, RUN, id).catch(asFailure);
	if (!(run instanceof Failure)) return run;
	if (run.httpCode === '404' && mayShowUp(client, id)) return undefined;
	throw run;
}

function notShownYet(client: ApiClient, id: string): RawRun {
	client.run.warnings.add(
		`The dataflow run ${id} was started, and Adobe does not show it yet. Read it later with Dataflow Run > Get.`,
	);
	return { id, flowId: recallRun(client, id)?.flowId };
}
