import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { byId, methodCase, setOf, settingsOf } from './cases';

const local = useLocalAdobe();

describe('A dataflow from FTP', () => {
	it.each([
		['once', []],
		['day', [expect.stringContaining('Adobe advises to read from FTP with Schedule > Once')]],
	])('that runs %s has the hints %j', async (schedule, expected) => {
		const of = methodCase('ftp', 'password');
		const { id } = local.adobe.seedConnection({
			connectionSpec: { id: of.source.specId, version: '1.0' },
			specName: of.method.specName,
			params: { ...setOf(of, 1), ...settingsOf(of) },
		});
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
