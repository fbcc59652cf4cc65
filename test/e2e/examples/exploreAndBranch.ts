import { readExample } from '../../../local/demo';
import { itemsOf } from '../../../local/n8n/runData';
import { type ExampleTest, nodesRun, run, runsOf, withSettings } from './example';

const example = readExample('explore-and-branch.json');
const ofTheDay = withSettings(example, 'fileOfTheDay', {
	fileName: "=customers-{{ $today.toFormat('yyyy-MM-dd') }}.csv",
});
const noFolder = withSettings(example, 'noSuchFolder', { folder: '/acme-landing/not-yet' });

export const exploreAndBranch: ExampleTest = {
	workflows: () => [example, ofTheDay, noFolder],
	tests(lab) {
		it('previews the file when it is there', async () => {
			const { adobe } = lab();
			adobe.seedConnection({ name: 'Amazon S3 base connection' });
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			expect(runsOf(execution, 'Preview it')).toBe(1);
			expect(itemsOf(execution, 'Its first rows').map(({ json }) => json)).toEqual([
				{ Id: '12345', FirstName: 'Richard', LastName: 'Roe', Email: 'richard@example.com' },
				expect.objectContaining({ FirstName: 'Jane' }),
				expect.objectContaining({ FirstName: 'Amara' }),
			]);
			expect(nodesRun(execution)).not.toContain('Say what is missing');
		});

		it.each([
			['the file', ofTheDay.id, /^The file customers-\d{4}-\d\d-\d\d\.csv is not in/],
			['the folder', noFolder.id, /does not exist/],
		])('says so when %s is missing', async (_what, id, message) => {
			const { adobe } = lab();
			adobe.seedConnection({ name: 'Amazon S3 base connection' });
			const execution = await run(lab(), id);
			expect(execution.status).toBe('success');
			const said = itemsOf(execution, 'Say what is missing').map(({ json }) => json);
			expect(said).toEqual([{ message: expect.stringMatching(message) }]);
			expect(nodesRun(execution)).not.toContain('Preview it');
		});

		it('says so when there is no such connection', async () => {
			const execution = await run(lab(), example.id);
			const said = itemsOf(execution, 'Say what is missing').map(({ json }) => json);
			expect(said).toEqual([
				{
					message:
						'There is no base connection called "Amazon S3 base connection": check connectionName in Settings.',
				},
			]);
		});
	},
};
