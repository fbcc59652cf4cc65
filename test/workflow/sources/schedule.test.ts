import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { byId, methodCase, seedOf } from './cases';

const local = useLocalAdobe();

describe('A dataflow from FTP', () => {
	it.each([
		['once', []],
		['day', [expect.stringContaining('Adobe recommends Schedule > Once for FTP')]],
	])('that runs %s has the hints %j', async (schedule, expected) => {
		const of = methodCase('ftp', 'password');
		const { id } = seedOf(local.adobe, of);
		const { error, hints } = await runNode(local.credential(), {
			parameters: {
				resource: 'dataflow',
				operation: 'create',
				name: 'Customers',
				connectionId: byId(id),
				path: { __rl: true, mode: 'path', value: '/customers/customers.csv' },
				datasetId: byId(DATASETS.profiles),
				schedule,
			},
		});
		expect(error).toBeUndefined();
		const advice = hints.map(({ message }) => message).filter((text) => text.includes('FTP'));
		expect(advice).toEqual(expected);
	});
});
