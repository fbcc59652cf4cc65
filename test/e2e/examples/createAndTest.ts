import { readExample } from '../../../local/demo';
import { itemsOf } from '../../../local/n8n/runData';
import { type ExampleTest, nodesRun, run } from './example';

const example = readExample('create-and-test.json');

export const createAndTest: ExampleTest = {
	workflows: () => [example],
	tests(lab) {
		it('creates a connection that Adobe can use', async () => {
			const { adobe } = lab();
			const execution = await run(lab(), example.id);
			const [connection] = adobe.connections();
			expect(execution.status).toBe('success');
			expect(adobe.connections()).toHaveLength(1);
			expect(itemsOf(execution, 'Test it')[0]?.json).toMatchObject({
				id: connection?.id,
				result: true,
			});
			expect(itemsOf(execution, 'Ready for dataflows')[0]?.json.connectionId).toBe(connection?.id);
			expect(nodesRun(execution)).not.toContain('Say what to check');
		});

		it('says what to check when Adobe cannot read the bucket', async () => {
			const { adobe } = lab();
			adobe.set({ testResult: false });
			const execution = await run(lab(), example.id);
			const [connection] = adobe.connections();
			expect(execution.status).toBe('success');
			expect(itemsOf(execution, 'Say what to check')[0]?.json.message).toContain(connection?.id);
			expect(nodesRun(execution)).not.toContain('Ready for dataflows');
		});
	},
};
