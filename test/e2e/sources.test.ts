import type { NodeEntry, WorkflowEntry } from '../../local/n8n/entries';
import { errorOf, type Execution, itemsOf } from '../../local/n8n/runData';
import { ADOBE_NODE } from '../support/n8n/adobeNode';
import { findLeaks } from '../support/leaks';
import {
	type MethodCase,
	methodCase,
	secretsOf,
	setOf,
	updateCredentials,
	whole,
} from '../workflow/sources/cases';
import { type Lab, openRunningLab, type RunningLab } from './support/lab';

const id = { __rl: true, mode: 'id', value: "={{ $('Create').first().json.id }}" };
const CASES = [methodCase('azureBlob', 'sasUri'), methodCase('sftp', 'privateKey')];

/** A chain of our nodes, each with its parameters. */
function chain(
	{ credential }: Lab,
	workflowId: string,
	steps: Array<[string, object]>,
): WorkflowEntry {
	const { id: credentialId, name } = credential;
	const credentials = { adobeExperiencePlatformApi: { id: credentialId, name } };
	const nodes = steps.map(([step, parameters], index): NodeEntry => {
		const position: [number, number] = [220 * (index + 1), 0];
		// Explore gives many items; the steps after it are asked once.
		const rest = { credentials, executeOnce: true };
		const more = { parameters: { resource: 'baseConnection', ...parameters }, ...rest };
		return { id: step, name: step, type: ADOBE_NODE, typeVersion: 1, position, ...more };
	});
	const start = 'Start';
	const trigger = 'n8n-nodes-base.manualTrigger';
	const names = [start, ...steps.map(([step]) => step)];
	const links = names
		.slice(1)
		.map((to, index) => [names[index], { main: [[{ node: to, type: 'main', index: 0 }]] }]);
	return {
		id: workflowId,
		name: workflowId,
		nodes: [
			{ id: start, name: start, type: trigger, typeVersion: 1, position: [0, 0], parameters: {} },
			...nodes,
		],
		connections: Object.fromEntries(links) as Record<string, unknown>,
		settings: { executionOrder: 'v1' },
	};
}

const nameOf = ({ source }: MethodCase) => `walk${source.value}`;

/** The whole life of a connection. */
function walk(of: MethodCase, held: Lab): WorkflowEntry {
	return chain(held, nameOf(of), [
		['Create', whole('create', of, setOf(of, 1))],
		['Test', { operation: 'test', connectionId: id }],
		['Explore', { operation: 'explore', connectionId: id, objectType: 'root', options: {} }],
		[
			'Update',
			{
				...updateCredentials('', of, setOf(of, 2), { testAfterUpdate: true }),
				connectionId: id,
			},
		],
		['Get', { operation: 'get', connectionId: id }],
		['Many', { operation: 'getAll', returnAll: true, filters: { source: of.source.value } }],
		['Delete', { operation: 'delete', connectionId: id }],
	]);
}

let lab: RunningLab;

beforeAll(async () => {
	lab = await openRunningLab({ workflows: (held) => CASES.map((of) => walk(of, held)) });
});

afterAll(async () => await lab?.close());

describe.each(CASES)('$title in a real n8n', (of) => {
	const [first, second] = [setOf(of, 1), setOf(of, 2)];
	let execution: Execution;
	const outputOf = (node: string) => itemsOf(execution, node)[0]?.json ?? {};

	beforeAll(async () => (execution = await lab.editor.runWorkflow(nameOf(of))));

	it('goes the whole way', () => {
		expect(errorOf(execution)).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(outputOf('Test')).toMatchObject({ result: true });
		expect(itemsOf(execution, 'Explore').length).toBeGreaterThan(0);
		expect(outputOf('Update')).toMatchObject({ testResult: true, updated: Object.keys(second) });
		expect(outputOf('Get')).toMatchObject({ source: of.source.value, name: of.title });
		expect(outputOf('Many')).toMatchObject({ id: outputOf('Get').id });
		expect(outputOf('Delete')).toMatchObject({ deleted: true });
		expect(lab.adobe.connections()).toEqual([]);
	});

	it('shows no secret in any output', () => {
		const secrets = [...secretsOf(of, first), ...secretsOf(of, second)];
		expect(findLeaks({ runData: execution.data.resultData.runData }, secrets)).toEqual([]);
	});
});
