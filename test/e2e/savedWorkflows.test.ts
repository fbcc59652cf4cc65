/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { freshKeysOf } from '../../local/demo';
import type { WorkflowEntry } from '../../local/n8n/entries';
import { errorOf, type Execution, itemsOf } from '../../local/n8n/runData';
import { demoAwsCredential, withLocalServices } from '../../local/localServices';
import { openRunningLab, type RunningLab } from './support/lab';
import { storing } from '../../local/tryOut';

/** A workflow as somebody saved it with version 1.0.0 of the node. */
function saved(file: string): WorkflowEntry {
	const path = join(__dirname, 'saved-with-1.0.0', `${file}.json`);
	return JSON.parse(readFileSync(path, 'utf8')) as WorkflowEntry;
}

const NAME = 'Amazon S3 base connection';
const createThenRefresh = saved('create-then-refresh');
const createAndTest = saved('create-and-test');
const manyFromATable = saved('many-from-a-table');
const exploreAndBranch = saved('explore-and-branch');
const refresh = saved('refresh-every-50-minutes');

let lab: RunningLab;

beforeAll(async () => {
	lab = await openRunningLab({
		credentials: () => [demoAwsCredential],
		workflows: ({ adobe }) => [
			createThenRefresh,
			createAndTest,
			manyFromATable,
			exploreAndBranch,
			storing(withLocalServices(refresh, adobe)),
		],
	});
});

beforeEach(() => lab.adobe.reset());
afterAll(async () => await lab?.close());

async function run(workflow: WorkflowEntry): Promise<Execution> {
	const execution = await lab.editor.runWorkflow(workflow.id);
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

const connectionNamed = (wanted: string) =>
	lab.adobe.connections().find(({ name }) => name === wanted);

describe('A workflow saved with version 1.0.0 runs unchanged:', () => {
	it('create, then refresh', async () => {
		const { sessionToken } = freshKeysOf(createThenRefresh);
		await run(createThenRefresh);
		const [connection, ...more] = lab.adobe.connections();
		expect(more).toEqual([]);
		expect(connection?.auth?.params.s3SessionToken).toBe(sessionToken);
	});

	it('create and test', async () => {
		const execution = await run(createAndTest);
		const [connection] = lab.adobe.connections();
		expect(itemsOf(execution, 'Test it')[0]?.json).toMatchObject({
			id: connection?.id,
			result: true,
		});
		expect(itemsOf(execution, 'Ready for dataflows')[0]?.json.connectionId).toBe(connection?.id);
	});

	it('many from a table, twice', async () => {
		for (const isNew of [true, false]) {
			const execution = await run(manyFromATable);
			expect(itemsOf(execution, 'What is in place').map(({ json }) => json)).toEqual(
				['S3 customers', 'S3 orders', 'S3 assets'].map((name) => ({
					name,
					id: connectionNamed(name)?.id,
					isNew,
				})),
			);
		}
		expect(lab.adobe.connections()).toHaveLength(3);
	});

	it('explore and branch', async () => {
		lab.adobe.seedConnection({ name: NAME });
		const execution = await run(exploreAndBranch);
		expect(itemsOf(execution, 'Its first rows')).toHaveLength(3);
	});

	it('refresh every 50 minutes', async () => {
		const before = lab.adobe.seedConnection({ name: NAME });
		const execution = await run(refresh);
		expect(itemsOf(execution, 'Fresh keys are in place')[0]?.json.connectionId).toBe(before.id);
		expect(connectionNamed(NAME)?.auth?.params.s3SessionToken).not.toBe(
			before.auth?.params.s3SessionToken,
		);
	});
});
