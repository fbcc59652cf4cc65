import type { INodeParameters } from 'n8n-workflow';
import type { Settings } from '../../local/adobe';
import type { Local } from '../support/adobe';
import { runNode, type NodeRun } from '../support/engine';
import { flowCalls } from './cases';
import { logged } from './logged';

/** Every text within a value, however deep: names, hidden members, causes and stacks included. */
function texts(value: unknown, seen = new Set<object>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Reflect.ownKeys(value).flatMap((key) => [
		String(key),
		...texts((value as Record<PropertyKey, unknown>)[key], seen),
	]);
}

/** The pieces of 8 characters of secrets that are found somewhere in the values. */
export function leaks(secrets: string[], ...values: unknown[]): string[] {
	const all = [...texts(values), JSON.stringify(values)].join('\n');
	return secrets.flatMap((secret) =>
		Array.from({ length: secret.length - 7 }, (_value, at) => secret.slice(at, at + 8)).filter(
			(piece) => all.includes(piece),
		),
	);
}

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
	expect(leaks(secrets, run.taskData, run.error, run.outputs, run.hints, logged)).toEqual([]);
	return run;
}
