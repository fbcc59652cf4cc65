import { DATASETS } from '../../local/adobe/tenant/ids';
import { demoCredential, readExample } from '../../local/demo';
import {
	FILE_LINES,
	type FileServer,
	fileWorkflow,
	SHEET_ROWS,
	serveFiles,
	sheetWorkflow,
	UPLOAD,
} from '../support/n8n/uploadWorkflows';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { story } from './support/pictures';

const form = readExample('form-to-dataset.json');
/** 300 MB go through n8n and a local Adobe on one machine. */
const LONG = 300_000;

let files: FileServer;
let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/** A person brings data without a bucket into a dataset: a form, a sheet, a file. */
beforeAll(async () => {
	files = await serveFiles();
	lab = await openBrowserLab({
		fill: async (n8n, adobe) => {
			const credential = demoCredential(adobe);
			await n8n.importCredentials(credential);
			await n8n.importWorkflows(
				form,
				sheetWorkflow(files, credential),
				fileWorkflow(files, credential),
			);
		},
	});
}, 600_000);

afterAll(async () => {
	await lab?.close();
	await files?.close();
});

const records = () => lab.adobe.records(DATASETS.stores).map(({ record }) => record);

shows('makes a record of a form that is filled in and submitted', async () => {
	const { editor } = lab;
	await editor.openWorkflow(form.id);
	const opened = editor.page.waitForEvent('popup');
	await editor.execute(async () => {
		const page = await opened;
		await page.getByLabel('Store ID').fill('S-101');
		await page.getByLabel('Store Name').fill('Acme Potsdam');
		await page.getByLabel('City').fill('Potsdam');
		await page.getByLabel('Square Meters').fill('420');
		await page.getByLabel('Active').selectOption('Yes');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('has been recorded').waitFor();
		await page.close();
	});
	await editor.openNode('Upload to the dataset');
	const [row] = await editor.nodeView.outputTable();
	expect(row).toMatchObject({ status: 'success', recordsWritten: '1', datasetName: 'Acme Stores' });
	await editor.nodeView.close();
	expect(records()).toEqual([
		{
			storeId: 'S-101',
			storeName: 'Acme Potsdam',
			city: 'Potsdam',
			squareMeters: 420,
			active: true,
		},
	]);
});

shows('makes one batch of 10,000 rows of a sheet', async () => {
	const { adobe, editor } = lab;
	const before = adobe.batches().length;
	await editor.openWorkflow('sheetToDataset');
	await editor.execute(undefined, LONG);
	await editor.openNode(UPLOAD);
	const [row] = await editor.nodeView.outputTable();
	expect(row).toMatchObject({ status: 'success', recordsWritten: String(SHEET_ROWS) });
	await editor.nodeView.close();
	expect(adobe.batches()).toHaveLength(before + 1);
	expect(records()).toHaveLength(1 + SHEET_ROWS);
});

shows('uploads a file of 300 MB', async () => {
	const { editor } = lab;
	await editor.openWorkflow('fileToDataset');
	await editor.execute(undefined, LONG);
	await editor.openNode(UPLOAD);
	const [row] = await editor.nodeView.outputTable();
	expect(row).toMatchObject({ status: 'success', recordsWritten: String(FILE_LINES) });
	await editor.nodeView.close();
});
