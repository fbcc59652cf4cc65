/* eslint-disable @n8n/community-nodes/no-restricted-imports -- an end-to-end test that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';

import { DATASETS } from '../../local/adobe/tenant/ids';
import { readExample } from '../../local/demo';
import { errorOf, itemsOf } from '../../local/n8n/runData';
import {
	FILE_LINES,
	FILE_MEGABYTES,
	fileWorkflow,
	SHEET_ROWS,
	serveFiles,
	sheetWorkflow,
	type FileServer,
	UPLOAD,
} from '../support/n8n/uploadWorkflows';
import { openRunningLab, type RunningLab } from './support/lab';

const form = readExample('form-to-dataset.json');

let files: FileServer;
let lab: RunningLab;

beforeAll(async () => {
	files = await serveFiles();
	lab = await openRunningLab({
		workflows: ({ credential }) => [
			sheetWorkflow(files, credential),
			fileWorkflow(files, credential),
			form,
		],
	});
});

beforeEach(() => lab.adobe.reset());

afterAll(async () => {
	await lab?.close();
	await files?.close();
});

const records = () => lab.adobe.records(DATASETS.stores);
const uploads = () =>
	lab.adobe.journal.filter(({ path }) => path.startsWith('/data/foundation/import'));

it('uploads 10,000 rows of a sheet as one batch', async () => {
	const execution = await lab.editor.runWorkflow('sheetToDataset');
	expect(errorOf(execution)?.message).toBeUndefined();
	const outputs = itemsOf(execution, UPLOAD).map(({ json }) => json);
	expect(outputs).toMatchObject([
		{ status: 'success', recordsSent: SHEET_ROWS, recordsWritten: SHEET_ROWS, recordsFailed: 0 },
	]);
	expect(records()).toHaveLength(SHEET_ROWS);
	const last = {
		storeId: 'S-9999',
		storeName: 'Store 9999, north',
		squareMeters: 99,
		active: true,
	};
	expect(records().at(-1)?.record).toMatchObject(last);
	// One batch: its creation, one file, and its completion.
	expect(uploads().map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST']);
});

it(`uploads a file of ${FILE_MEGABYTES} MB in parts`, async () => {
	const execution = await lab.editor.runWorkflow('fileToDataset');
	expect(errorOf(execution)?.message).toBeUndefined();
	const outputs = itemsOf(execution, UPLOAD).map(({ json }) => json);
	expect(outputs).toMatchObject([
		{ status: 'success', recordsWritten: FILE_LINES, bytes: FILE_MEGABYTES * 1024 * 1024 },
	]);
	expect(uploads().filter(({ method }) => method === 'PATCH').length).toBeGreaterThan(1);
	expect(lab.adobe.batches()).toHaveLength(1);
});

it('makes a record of a submitted form', async () => {
	const { n8n, adobe, editor } = lab;
	await editor.publish(form.id);
	const { webhookId } = form.nodes.find(({ type }) => type.endsWith('formTrigger')) as {
		webhookId?: string;
	};
	const answers = ['S-101', 'Acme Potsdam', 'Potsdam', 'DE', '2026-05-01', '420', 'Yes'];
	const body = new FormData();
	for (const [index, answer] of answers.entries()) body.set(`field-${index}`, answer);
	const submit = async () => await fetch(`${n8n.url}/form/${webhookId}`, { method: 'POST', body });
	let response = await submit();
	// n8n answers an activation before it has registered the form.
	const until = Date.now() + 120_000;
	while (response.status === 404 && Date.now() < until) {
		await wait(500);
		response = await submit();
	}
	expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
	while (adobe.batches()[0]?.status !== 'success' && Date.now() < until) await wait(200);
	expect(records().map(({ record }) => record)).toEqual([
		{
			storeId: 'S-101',
			storeName: 'Acme Potsdam',
			city: 'Potsdam',
			countryCode: 'DE',
			openedOn: '2026-05-01',
			squareMeters: 420,
			active: true,
		},
	]);
});
