import { deleteDataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/update.operation';
import { SOURCE_CONNECTION } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { entityPath } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { answer, clientOf, fakeService } from '../fakeExecution';

const flow = (id: string) => ({
	id,
	sourceConnectionIds: ['source'],
	targetConnectionIds: ['target'],
});

/** A service whose lists show these dataflows for each part, even after a delete. */
function service(listed: Array<{ id: string }>) {
	const { http, calls } = fakeService((all) => {
		const { method, path, query } = all[all.length - 1] as (typeof all)[number];
		if (method === 'DELETE') return answer(204);
		return answer(200, { items: query ? listed : [flow(path.split('/').pop() ?? '')] });
	});
	const deleted = () =>
		calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path.split('/').pop());
	return { ...clientOf(http), deleted };
}

describe('Delete of a dataflow', () => {
	it('leaves no part behind while lists still show the dataflow', async () => {
		const { client, deleted } = service([flow('own')]);
		await deleteDataflow(client, 'own', { deleteParts: true });
		expect(deleted()).toEqual(['own', 'source', 'target']);
	});

	it('keeps parts that another dataflow uses', async () => {
		const { client, deleted } = service([flow('own'), flow('other')]);
		await deleteDataflow(client, 'own', { deleteParts: true });
		expect(deleted()).toEqual(['own']);
	});
});

describe('The address of an entity', () => {
	it.each(['', ' ', '.', '..', undefined as unknown as string])(
		'is refused without an ID: %j would be that of the whole collection',
		(id) => {
			expect(() => entityPath(SOURCE_CONNECTION, id)).toThrow(
				'The ID of the source connection is missing',
			);
		},
	);

	it('has the ID', () => {
		expect(entityPath(SOURCE_CONNECTION, 'a b')).toMatch(/\/sourceConnections\/a%20b$/);
	});
});
