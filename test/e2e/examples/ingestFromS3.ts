import type { LocalAdobe } from '../../../local/adobe';
import { readExample } from '../../../local/demo';
import { errorOf, type Execution, itemsOf } from '../../../local/n8n/runData';
import { findLeaks } from '../../support/leaks';
import { type ExampleTest, nodesRun, run, runsOf, withSettings } from './example';

const example = readExample('ingest-from-s3.json');
const OUR_NODES = ['Base connection', 'Put them into the connection'];

/** Lets the keys that n8n's credential holds have ended. */
function endKeys({ demo, registerKeys }: LocalAdobe): void {
	registerKeys({
		accessKey: demo.s3AccessKey,
		secretKey: demo.s3SecretKey,
		sessionToken: demo.s3SessionToken,
		expiresAt: Date.now() - 1,
	});
}

function posts({ journal }: LocalAdobe): string[] {
	return journal
		.filter(({ method, path }) => method === 'POST' && path !== '/ims/token/v3')
		.map(({ path }) => path.replace(/^\/data\/foundation\/(flowservice|conversion)\//, ''));
}

function statuses({ data }: Execution): unknown[] {
	const runs = data.resultData.runData['How it is going'] ?? [];
	return runs.map((run) => run.data?.main?.[0]?.[0]?.json.status);
}

export const ingestFromS3: ExampleTest = {
	workflows({ adobe: { url } }) {
		const settings = { platformUrl: url, stsUrl: `${url}/sts/`, secondsBetweenLooks: 0.5 };
		const impatient = { ...settings, mostLooks: 2 };
		return [
			withSettings(example, example.id, settings),
			withSettings(example, 'ingestImpatiently', impatient),
		];
	},
	tests(lab) {
		it('builds the whole way of a file and waits for its arrival', async () => {
			const { adobe } = lab();
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			expect(posts(adobe)).toEqual([
				'connections',
				'sourceConnections',
				'targetConnections',
				'mappingSets',
				'flows',
			]);
			const [connection] = adobe.connections();
			expect(itemsOf(execution, 'Data has arrived').map(({ json }) => json)).toEqual([
				expect.objectContaining({
					connectionId: connection?.id,
					status: 'success',
					records: '3',
					failedRecords: '0',
				}),
			]);
			expect(nodesRun(execution)).not.toContain('New keys from AWS');
			const sent = adobe.journal.find(({ path }) => path.endsWith('/sourceConnections'));
			const { clientId, organizationId, sandboxName } = adobe.demo;
			expect(sent?.headers).toMatchObject({
				'x-api-key': clientId,
				'x-gw-ims-org-id': organizationId,
				'x-sandbox-name': sandboxName,
			});
		});

		it('fetches fresh keys when the stored ones have ended, and runs the dataflow again', async () => {
			const { adobe } = lab();
			endKeys(adobe);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			expect(statuses(execution).filter((status) => status === 'failed')).toHaveLength(1);
			expect(statuses(execution).at(-1)).toBe('success');
			expect(itemsOf(execution, 'Data has arrived')).toHaveLength(1);
			expect(posts(adobe).slice(-2)).toEqual([
				'/sts/',
				expect.stringMatching(/^runs\/.*\/action$/),
			]);
			const { params = {} } = adobe.connections()[0]?.auth ?? {};
			expect(params.s3AccessKey).not.toBe(adobe.demo.s3AccessKey);
			const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
			const stored = [clientSecret, s3AccessKey, s3SecretKey, s3SessionToken];
			const { runData } = execution.data.resultData;
			const ours = OUR_NODES.map((name) => [name, JSON.stringify(runData[name])]);
			const secrets = [...stored, ...Object.values(params).map(String)];
			expect(findLeaks(Object.fromEntries(ours), secrets)).toEqual([]);
		});

		it('gives up after two sets of fresh keys that did not help', async () => {
			const { adobe } = lab();
			endKeys(adobe);
			// The keys end before the run comes to copying.
			adobe.set({ stsLifetime: 1, runMs: 2500 });
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toMatch(/after fresh keys: CONNECTOR-1001-500/);
			expect(runsOf(execution, 'New keys from AWS')).toBe(2);
			expect(runsOf(execution, 'Run it again')).toBe(2);
		});

		it('gives up on a run that does not end', async () => {
			const { adobe } = lab();
			adobe.set({ runMs: 600_000 });
			const execution = await run(lab(), 'ingestImpatiently');
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toMatch(/has not ended yet; its newest run is scheduled/);
			expect(runsOf(execution, 'Look at its newest run')).toBe(3);
		});
	},
};
