import type { IDataObject } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { readExample } from '../../../local/demo';
import { useLocalAdobe } from '../../support/adobe';
import { handing } from '../../support/coreNodes';
import { runExample } from '../../support/exampleRun';

const local = useLocalAdobe();
const nothing = () => ({});
const stored = () => local.adobe.records(DATASETS.stores).map(({ record }) => record);

it('The answer of a form becomes a record, each value as its field takes it', async () => {
	const example = readExample('form-to-dataset.json');
	const answer: IDataObject = {
		'Store ID': 'S-101',
		'Store Name': 'Acme Potsdam',
		City: 'Potsdam',
		'Country Code': 'DE',
		'Opened On': '2026-05-01',
		'Square Meters': 420,
		Active: 'Yes',
		submittedAt: '2026-06-01T10:00:00.000+02:00',
		formMode: 'production',
	};
	const more = { 'n8n-nodes-base.formTrigger': handing([answer]) };
	const { error, itemsOf } = await runExample(local.credential(), example, [], nothing, { more });
	expect(error).toBeUndefined();
	expect(itemsOf('Upload to the dataset')).toMatchObject([
		{ status: 'success', recordsWritten: 1, unmapped: ['submittedAt', 'formMode'] },
	]);
	expect(stored()).toEqual([
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

it('Rows of a sheet become one batch, and those that do not fit come out with the reason', async () => {
	const example = readExample('spreadsheet-by-mail.json');
	const rows = Array.from({ length: 100 }, (_, index) => ({
		'Store ID': `S-${index}`,
		Name: `Store ${index}`,
		Active: index === 7 ? 'perhaps' : 'no',
	}));
	const more = {
		'n8n-nodes-base.emailReadImap': handing([{ subject: 'Stores' }]),
		'n8n-nodes-base.extractFromFile': handing(rows),
	};
	const { error, itemsOf } = await runExample(local.credential(), example, [], nothing, { more });
	expect(error).toBeUndefined();
	expect(itemsOf('What arrived')).toEqual([
		{ batch: local.adobe.batches()[0]?.id, written: 99, notMapped: '' },
	]);
	expect(itemsOf('Rows to correct')).toEqual([
		{ reason: expect.stringMatching(/"perhaps" in the item field "Active"/) as string },
	]);
	expect(local.adobe.batches()).toHaveLength(1);
	expect(stored()[0]).toEqual({ storeId: 'S-0', storeName: 'Store 0', active: false });
});

it('Records that Adobe refuses become rows of a sheet, each with the reason', async () => {
	const example = readExample('failed-records-to-sheet.json');
	const more = { 'n8n-nodes-base.manualTrigger': handing([{}]) };
	const { error, itemsOf, timesRun } = await runExample(local.credential(), example, [], nothing, {
		more,
	});
	expect(error).toBeUndefined();
	expect(itemsOf('Upload the file')).toMatchObject([
		{ status: 'partialSuccess', recordsWritten: 1, recordsFailed: 2 },
	]);
	const reason = expect.stringMatching(/\S/) as string;
	expect(itemsOf('Failed records')).toMatchObject([
		{ storeId: 'S-202', storeName: 'Acme Bremen', reason },
		{ storeId: 'S-203', storeName: 'Acme Jena', reason },
	]);
	expect(timesRun('A sheet of them')).toBe(1);
	expect(timesRun('All records are in')).toBe(0);
	expect(stored()).toMatchObject([{ storeId: 'S-201' }]);
});
