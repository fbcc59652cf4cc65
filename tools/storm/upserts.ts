import type { LocalAdobe } from '../../local/adobe';
import { credentialData } from '../../test/support/adobe';
import { CredentialStore } from '../../test/support/credentialStore';
import { askedUpserts } from './asked';
import { execute, type Executed, type Execution } from './execution';
import { executeInSecondProcess } from './inSecondProcess';
import { secretsOf } from './secrets';
import { resultOf, withStormyAdobe, type StormOptions, type StormResult } from './storm';
import { tallyUpserts, traffic } from './tally';

/** Does executions at once. */
export type AtOnce = (executions: Execution[]) => Promise<Executed[]>;

/** Two executions at once create or update the same names, half as many as `items`, on a service that fails. */
export async function stormOfUpserts(options: StormOptions, atOnce: AtOnce): Promise<StormResult> {
	return await withStormyAdobe(options, async (adobe) => {
		const started = performance.now();
		const names = Math.ceil(options.items / 2);
		const asked = [askedUpserts(names, options.seed), askedUpserts(names, options.seed + 1_000)];
		const executions = asked.map((items) => executionOf(adobe, items, options));
		const executed = await atOnce(executions);
		const results = executed.map((one, index) =>
			resultOf(adobe, secretsOf(asked[index] ?? []), one, names),
		);
		return {
			...traffic(adobe.journal),
			seconds: (performance.now() - started) / 1000,
			secrets: results.reduce((sum, { secrets }) => sum + secrets, 0),
			errors: [...new Set(results.flatMap(({ errors }) => errors))],
			...tallyUpserts(
				results.map(({ endings }, index) => ({ asked: asked[index] ?? [], endings })),
				adobe.connections(),
			),
		};
	});
}

function executionOf(
	adobe: LocalAdobe,
	asked: Execution['asked'],
	{ concurrency }: StormOptions,
): Execution {
	const parameters = { operation: 'upsert', name: '={{ $json.name }}' };
	return { credential: credentialData(adobe), asked, parameters, concurrency };
}

export const inTwoProcesses: AtOnce = async (executions) =>
	await Promise.all(executions.map(executeInSecondProcess));

/** Executions of one process share the credential that n8n has stored. */
export const inOneProcess: AtOnce = async (executions) => {
	const store = new CredentialStore(executions[0]?.credential ?? {});
	return await Promise.all(executions.map(async (execution) => await execute(execution, store)));
};
