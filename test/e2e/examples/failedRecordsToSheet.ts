import { readExample } from '../../../local/demo';
import { errorOf, itemsOf } from '../../../local/n8n/runData';
import { storing } from '../../../local/tryOut';
import { type ExampleTest, run } from './example';

const example = storing(readExample('failed-records-to-sheet.json'));

export const failedRecordsToSheet: ExampleTest = {
	workflows: () => [example],
	tests(lab) {
		it('puts each record that Adobe refused into a sheet, with the reason', async () => {
			const execution = await run(lab(), example.id);
			expect(errorOf(execution)?.message).toBeUndefined();
			expect(itemsOf(execution, 'Upload the file')[0]?.json).toMatchObject({
				status: 'partialSuccess',
				recordsWritten: 1,
				recordsFailed: 2,
			});
			const reason = expect.stringMatching(/\S/) as string;
			expect(itemsOf(execution, 'Failed records').map(({ json }) => json)).toMatchObject([
				{ storeId: 'S-202', reason },
				{ storeId: 'S-203', reason },
			]);
			expect(itemsOf(execution, 'A sheet of them')).toHaveLength(1);
		});
	},
};
