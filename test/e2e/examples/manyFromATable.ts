import { readExample } from '../../../local/demo';
import { itemsOf } from '../../../local/n8n/runData';
import { type ExampleTest, run } from './example';

const example = readExample('many-from-a-table.json');

export const manyFromATable: ExampleTest = {
	workflows: () => [example],
	tests(lab) {
		it('puts the good rows in place, also when run twice, and lists the bad one', async () => {
			const { adobe } = lab();
			for (const isNew of [true, false]) {
				const execution = await run(lab(), example.id);
				expect(execution.status).toBe('success');
				expect(itemsOf(execution, 'What is in place').map(({ json }) => json)).toEqual(
					['S3 customers', 'S3 orders', 'S3 assets'].map((name) => ({
						name,
						id: adobe.connections().find((connection) => connection.name === name)?.id,
						isNew,
					})),
				);
				expect(itemsOf(execution, 'One list of failures').map(({ json }) => json)).toEqual([
					{
						failed: [{ name: 'S3 returns', reason: expect.stringContaining('uppercase letters') }],
					},
				]);
			}
			expect(adobe.connections()).toHaveLength(3);
			expect(adobe.connections()[1]).toMatchObject({
				description: 'Orders of the web shop',
				auth: { params: { bucketName: 'acme-landing', folderPath: 'orders' } },
			});
		});
	},
};
