import {
	type DataflowDraft,
	planDataflow,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/plan';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../fakeExecution';

const draft: DataflowDraft = {
	name: 'one',
	description: '',
	connectionId: 'c',
	pathType: 'file',
	path: '/b/a.csv',
	recursive: false,
	format: { fileType: 'auto', compressionType: 'auto', columnDelimiter: 'auto' },
	datasetId: 'd',
	mapping: { kind: 'automatic', pairs: [] },
	schedule: { frequency: 'once' },
	options: { errorDiagnosticsEnabled: true },
};
const SPEC = { connectionSpec: { id: 'spec', version: '2.0' } };

/** A service with one file and one dataset of Profile. */
function service(connection: object = SPEC, descriptors: () => Outcome = () => answer(200, [])) {
	const { http, calls } = fakeService((all) => {
		const { path } = all[all.length - 1] as (typeof all)[number];
		if (path.endsWith('/explore')) {
			return answer(200, { schema: { columns: [{ name: 'id' }] }, data: [{ id: 'x' }] });
		}
		if (path.includes('/dataSets/')) {
			const tags = { unifiedProfile: ['enabled:true'] };
			return answer(200, { d: { name: 'D', schemaRef: { id: 's' }, tags } });
		}
		if (path.endsWith('/descriptors')) return descriptors();
		if (path.includes('/schemas/')) {
			return answer(200, { type: 'object', properties: { id: { type: 'string' } } });
		}
		return answer(200, { items: [{ id: 'c', ...connection }] });
	});
	return { ...clientOf(http), calls };
}

describe('The plan of a dataflow', () => {
	it.each<[what: string, connection: object, version: string]>([
		['as the connection has it', SPEC, '2.0'],
		['1.0 if the connection does not show it', { connectionSpec: { id: 'spec' } }, '1.0'],
	])('has the version of the connection spec: %s', async (_what, connection, version) => {
		const { source, pairs, existing } = await planDataflow(service(connection).client, draft);
		expect(source).toMatchObject({
			baseConnectionId: 'c',
			connectionSpec: { id: 'spec', version },
		});
		expect(pairs).toEqual([{ source: 'id', destination: 'id' }]);
		expect(existing).toBeUndefined();
	});

	it.each<[message: string, connection: object]>([
		['The base connection "Landing" is disabled', { ...SPEC, state: 'disabled', name: 'Landing' }],
		['The base connection "c" is disabled', { ...SPEC, state: 'disabled' }],
		['The base connection "Landing" does not show its source', { name: 'Landing' }],
		['The base connection "c" does not show its source', { connectionSpec: {} }],
	])('is none with a connection that cannot be used: %s', async (message, connection) => {
		const { client, calls } = service(connection);
		await expect(planDataflow(client, draft)).rejects.toMatchObject({ message });
		expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it.each([403, 500])('has a hint if the identities cannot be read: status %i', async (status) => {
		const { client } = service(SPEC, () => answer(status));
		expect((await planDataflow(client, draft)).hints).toEqual([
			expect.stringMatching(/its primary identity could not be read/),
		]);
	});

	it('is none if the identities cannot be read by a mistake of the node', async () => {
		const { client } = service(SPEC, () => {
			throw new TypeError('a mistake');
		});
		await expect(planDataflow(client, draft)).rejects.toThrow('a mistake');
	});
});
