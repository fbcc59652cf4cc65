import { readExample } from '../../../local/demo';
import { withLocalServices } from '../../../local/localServices';
import type { WorkflowEntry } from '../../../local/n8n/entries';
import { errorOf, type Execution, itemsOf } from '../../../local/n8n/runData';
import { findLeaks } from '../../support/leaks';
import { storing } from '../../../local/tryOut';
import { variant } from '../support/workflows';
import { wrongAwsCredential } from './aws';
import { type ExampleTest, nodesRun, run, runsOf, withoutSecrets } from './example';

const example = readExample('refresh-every-50-minutes.json');
const NAME = 'Amazon S3 base connection';
const AS_IT_IS = 'refreshAsItIs';
const OUR_NODES = ['Find the connection', 'Put them into the connection', 'Test it'];

function withWrongAws(workflow: WorkflowEntry): WorkflowEntry {
	const { id, name } = wrongAwsCredential;
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.aws
			? { ...node, credentials: { aws: { id, name } }, retryOnFail: false }
			: node,
	);
	return { ...workflow, id: 'refreshWithWrongAws', nodes };
}

function ours({ data }: Execution): Record<string, string> {
	const { runData } = data.resultData;
	return Object.fromEntries(OUR_NODES.map((name) => [name, JSON.stringify(runData[name])]));
}

export const refreshEvery50Minutes: ExampleTest = {
	workflows({ adobe }) {
		const asItIs = withLocalServices(example, adobe);
		const local = storing(asItIs);
		const noConnection = { 'Find the connection': { filters: { name: 'Not there' } } };
		return [
			local,
			withWrongAws(local),
			variant(local, 'refreshOfNothing', noConnection),
			variant(asItIs, AS_IT_IS, {}),
		];
	},
	tests(lab) {
		it('puts new keys from AWS into the connection and tests them', async () => {
			const { adobe } = lab();
			const before = adobe.seedConnection({ name: NAME });
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			const now = adobe.connection(before.id);
			const [answer] = itemsOf(execution, 'New keys from AWS');
			const given = JSON.stringify(answer?.json);
			for (const key of ['s3AccessKey', 's3SecretKey', 's3SessionToken']) {
				expect(now?.auth?.params[key]).not.toBe(before.auth?.params[key]);
				expect(given).toContain(now?.auth?.params[key]);
			}
			const [done] = itemsOf(execution, 'Fresh keys are in place');
			expect(done?.json.connectionId).toBe(before.id);
			const minutesLeft = (Date.parse(String(done?.json.expiresAt)) - Date.now()) / 60_000;
			expect(minutesLeft).toBeGreaterThan(110);
			expect(adobe.journal.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
			expect(nodesRun(execution)).not.toContain('Stop with this message');
			const secrets = [before, now].flatMap((connection) =>
				Object.values(connection?.auth?.params ?? {}).map(String),
			);
			expect(findLeaks(ours(execution), [...secrets, adobe.demo.clientSecret])).toEqual([]);
		});

		it('stores no successful run, because the keys would be stored with it', async () => {
			const { adobe, n8n } = lab();
			adobe.seedConnection({ name: NAME });
			const execution = withoutSecrets(lab(), await n8n.execute(AS_IT_IS));
			expect(execution.status).toBe('success');
			const stored = (await n8n.database.executions()).filter(
				({ workflowId }) => workflowId === AS_IT_IS,
			);
			expect(stored.filter(({ status }) => status === 'success')).toEqual([]);
			const keys = Object.values(adobe.connections()[0]?.auth?.params ?? {}).map(String);
			expect(findLeaks({ execution: JSON.stringify(execution) }, keys)).not.toEqual([]);
			expect(findLeaks({ stored: JSON.stringify(stored) }, keys)).toEqual([]);
		});

		it('fails with a message when the new keys do not work', async () => {
			const { adobe } = lab();
			adobe.seedConnection({ name: NAME });
			adobe.set({ testResult: false });
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toMatch(/not refreshed.*cannot read the bucket/);
			expect(nodesRun(execution)).not.toContain('Fresh keys are in place');
		});

		it('fails with a message when AWS gives no keys', async () => {
			const { adobe } = lab();
			const { etag, id } = adobe.seedConnection({ name: NAME });
			const execution = await run(lab(), 'refreshWithWrongAws');
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toMatch(/not refreshed.*security token/);
			expect(runsOf(execution, 'Put them into the connection')).toBe(0);
			expect(adobe.connection(id)?.etag).toBe(etag);
		});

		it('fails with a message when there is no such connection', async () => {
			const execution = await run(lab(), 'refreshOfNothing');
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toBe(
				'There is no base connection called "Not there" for Amazon S3: check the name in Find the connection.',
			);
		});
	},
};
