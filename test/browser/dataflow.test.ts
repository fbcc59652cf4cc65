import { type BrowserLab, openBrowserLab, withDemoCredential } from './support/browserLab';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/** A person makes a dataflow in an empty workflow, and types no ID. */
beforeAll(async () => {
	lab = await openBrowserLab({
		sight: { width: 1440, height: 1100 },
		fill: withDemoCredential,
	});
	lab.adobe.seedConnection({ name: 'Landing bucket' });
}, 600_000);

afterAll(async () => await lab?.close());

describe('a dataflow by lists only', () => {
	shows('is one of the actions', async () => {
		const { editor } = lab;
		await editor.newWorkflow();
		await editor.nodePanel.openForFirstStep();
		await editor.nodePanel.search('adobe');
		const actions = await editor.nodePanel.actionsOf(NODE);
		expect(actions).toEqual(
			expect.arrayContaining([
				'On a dataflow run that failed',
				'Import a file into a dataset (create or update a dataflow)',
				'Create a dataflow',
				'Wait until a dataflow run has finished',
			]),
		);
		await editor.nodePanel.add('Create a dataflow');
		await editor.nodeView.fill('Name', 'Profiles from CRM');
	});

	shows('takes the base connection from its list', async () => {
		const list = lab.editor.nodeView.listOf('connectionId');
		expect(await list.open()).toContain('Landing bucket (Amazon S3)');
		await list.choose('Landing bucket (Amazon S3)');
	});

	shows('takes the file from the bucket, found by a part of its name', async () => {
		const list = lab.editor.nodeView.listOf('path');
		expect(await list.open()).toContain('acme-landing/crm/profiles.csv');
		expect(await list.search('profiles')).toEqual([
			'acme-landing/crm/profiles.csv',
			'acme-landing/crm/profiles.json',
		]);
		await list.choose('acme-landing/crm/profiles.csv');
	});

	shows('takes the dataset from its list, by a part of the name', async () => {
		const list = lab.editor.nodeView.listOf('datasetId');
		const all = await list.open();
		expect(all.length).toBeGreaterThanOrEqual(3);
		const found = await list.search('profile');
		expect(found.length).toBeGreaterThan(0);
		expect(found.length).toBeLessThan(all.length);
		await list.choose(found[0] ?? '');
	});

	shows('is made, and tells which columns were mapped', async () => {
		const { nodeView } = lab.editor;
		await nodeView.execute();
		const [row] = await nodeView.outputTable();
		expect(row?.name).toBe('Profiles from CRM');
		expect(row?.unmapped).toContain('newsletter wave');
		const [flow] = lab.adobe.flows();
		expect(flow).toMatchObject({ name: 'Profiles from CRM', id: row?.id });
	});

	shows('takes a column that is chosen, and finds the others by name', async () => {
		const { nodeView, page } = lab.editor;
		await nodeView.choose('Mapping', 'Automatic and Pairs');
		const add = 'Add pair or calculated field';
		await page
			.getByPlaceholder(add)
			.or(page.getByText(add, { exact: true }))
			.first()
			.click();
		const kinds = page.getByRole('option').filter({ visible: true });
		await kinds.filter({ has: page.getByText('Pair', { exact: true }) }).click();
		// Both lists are read by then: what comes later would close an open one.
		await page.waitForLoadState('networkidle');
		await page.waitForTimeout(1_000);
		await nodeView.choose('Column Name or ID', 'newsletter wave (string)');
		await nodeView.choose('Field Name or ID', 'mobilePhone.number (string)');
		await nodeView.execute();
		const [row] = await nodeView.outputTable();
		expect(row?.mapped).toContain('newsletter wave');
		expect(row?.unmapped).not.toContain('newsletter wave');
	});
});
