import type { INodeParameters } from 'n8n-workflow';
import type { Settings } from '../../local/adobe';
import type { Local } from '../support/adobe';
import { runNode, type NodeRun } from '../support/engine';
import { findLeaks } from '../support/leaks';
import { flowCalls } from './cases';
import { logged } from './logged';

export interface Case {
	settings?: Partial<Settings>;
	credential?: Record<string, string>;
	goesOn?: boolean;
	items?: Array<Record<string, string>>;
}

/** Runs the node, looks everywhere for every secret of the run, and returns what it came to. */
export async function searchRun(
	local: Local,
	parameters: INodeParameters,
	options: Case = {},
): Promise<NodeRun> {
	const { adobe } = local;
	adobe.set(options.settings ?? {});
	const credential = local.credential(options.credential);
	const run = await runNode(credential, {
		parameters,
		items: options.items ?? [{}],
		settings: options.goesOn ? { onError: 'continueRegularOutput' } : {},
	});
	const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken, accessToken } = credential.data;
	const secrets = [
		...[clientSecret, s3AccessKey, s3SecretKey, s3SessionToken, accessToken].map(String),
		...flowCalls(adobe).map(({ headers }) => (headers.authorization ?? '').slice(7)),
		...(options.items ?? []).flatMap(({ id, ...keys }) => (id ? Object.values(keys) : [])),
	].filter((secret) => secret.length >= 8);
	expect(secrets.length).toBeGreaterThanOrEqual(4);
	const { taskData, error, outputs, hints } = run;
	expect(findLeaks({ taskData, error, outputs, hints, logged }, secrets)).toEqual([]);
	return run;
}
