import { type BrowserLab, openBrowserLab, withDemoCredential } from './support/browserLab';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';
const CONNECTION = 'Landing bucket (Amazon S3)';

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/** A person chooses a column for each field of a dataset, and sees it before anything is written. */
beforeAll(async () => {
	lab = await openBrowserLab({
		sight: { width: 1440, height: 1800 },
		fill: withDemoCredential,
	});
	const { adobe } = lab;
	adobe.seedConnection({ name: 'Landing bucket' });
	const rows = [
		'_id,timestamp,Order ID,Customer ID,Buyer,total',
		'o-1,2026-06-01T10:00:00Z,A-1,C-1,B-1,12.50',
		'',
	];
	await adobe.putFile('sales/monday.csv', rows.join('\n'));
	await adobe.putFile('sales/tuesday.csv', rows.join('\n').replace('total', 'Total'));
}, 600_000);

afterAll(async () => await lab?.close());

/** The row of the customer, as it is labeled. */
let customer = '';

describe('the columns for the fields of a dataset', () => {
	shows('are filled in by name, required fields and identities first', async () => {
		const { editor } = lab;
		const { nodeView, nodePanel } = editor;
		await editor.newWorkflow();
		await nodePanel.openForFirstStep();
		await nodePanel.search('adobe');
		await nodePanel.actionsOf(NODE);
		await nodePanel.add('Create a dataflow');
		await nodeView.fill('Name', 'Sales');
		const connections = nodeView.listOf('connectionId');
		await connections.open();
		await connections.choose(CONNECTION);
		const paths = nodeView.listOf('path');
		await paths.open();
		await paths.search('monday');
		await paths.choose('acme-landing/sales/monday.csv');
		const datasets = nodeView.listOf('datasetId');
		await datasets.open();
		const [orders] = await datasets.search('order');
		await datasets.choose(orders ?? '');
		await nodeView.choose('Mapping', 'Choose Columns');
		const rows = await nodeView.fieldRows.all();
		const required = rows.filter(({ label }) => label.includes('(required'));
		expect(required.length).toBeGreaterThan(2);
		expect(rows.slice(0, required.length)).toEqual(required);
		expect(rows[0]).toEqual({ label: '_id (required, string)', column: '_id' });
		expect(rows.map(({ column }) => column)).toEqual(
			expect.arrayContaining(['timestamp', 'Order ID', 'Customer ID', 'total']),
		);
		customer = rows.find(({ column }) => column === 'Customer ID')?.label ?? '';
		expect(lab.adobe.flows()).toEqual([]);
	});

	shows('are changed, and used as they are chosen', async () => {
		const { nodeView } = lab.editor;
		await nodeView.fieldRows.choose(customer, 'Buyer');
		await nodeView.execute();
		const [row] = await nodeView.outputTable();
		expect(row?.name).toBe('Sales');
		expect(row?.mappingText).toMatch(/; Buyer → \S+\.customerId;/);
		expect(row?.unmapped).toContain('Customer ID');
		expect(lab.adobe.flows()).toHaveLength(1);
	});

	shows('stay when the file changes', async () => {
		const { nodeView } = lab.editor;
		const paths = nodeView.listOf('path');
		await paths.open();
		await paths.search('tuesday');
		await paths.choose('acme-landing/sales/tuesday.csv');
		await nodeView.close();
		await lab.editor.openNode('Create a dataflow');
		expect(await nodeView.fieldRows.all()).toContainEqual({
			label: customer,
			column: 'Buyer',
		});
	});

	shows('are seen as a table before anything is written', async () => {
		const { nodeView } = lab.editor;
		await nodeView.choose('Operation', 'Preview Mapping');
		await nodeView.execute();
		const rows = await nodeView.outputTable();
		expect(rows[0]).toMatchObject({ column: '_id', sample: 'o-1', field: '_id', status: 'mapped' });
		expect(lab.adobe.flows()).toHaveLength(1);
	});
});
