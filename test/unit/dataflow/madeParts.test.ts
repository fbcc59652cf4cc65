import {
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { CreatedParts } from '../../../nodes/AdobeExperiencePlatform/dataflow/parts';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { answer, clientOf, fakeService } from '../fakeExecution';

const failure = new Failure('The dataflow was refused', 'Adobe says why.');
const DELETED = 'The parts that this item had created were deleted.';

/**
 * A service that knows which parts dataflows use, and that refuses to delete some.
 * @param used IDs of parts that a dataflow uses
 * @param refused IDs of parts that cannot be deleted
 */
function service({ used = [], refused = [] }: { used?: string[]; refused?: string[] } = {}) {
	const { http, calls } = fakeService((all) => {
		const { method, path, query } = all[all.length - 1] as (typeof all)[number];
		if (method === 'DELETE') {
			return refused.some((id) => path.endsWith(id)) ? answer(400) : answer(204);
		}
		const filter = JSON.stringify(query ?? []);
		const isUsed = used.some((id) => filter.includes(`==${id}`));
		return answer(200, { items: isUsed ? [{ id: 'flow' }] : [] });
	});
	const deleted = () =>
		calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path.split('/').pop());
	return { ...clientOf(http), deleted };
}

function madeParts(mappingSetId = ''): CreatedParts {
	const made = new CreatedParts();
	made.add(SOURCE_CONNECTION, 'source');
	made.add(TARGET_CONNECTION, 'target');
	made.mappingSetId = mappingSetId;
	return made;
}

describe('The parts of a failed dataflow', () => {
	it('are deleted, the last one first, and no longer reported as created', async () => {
		const { client, item, deleted } = service();
		item.noteChange('source', 'created');
		item.noteChange('target', 'created');
		const told = await madeParts().removeAll(client, failure);
		expect(deleted()).toEqual(['target', 'source']);
		expect(item.changes).toEqual([]);
		expect(told).toMatchObject({
			message: failure.message,
			description: `Adobe says why. ${DELETED}`,
		});
	});

	it('stay if a dataflow uses them, and are named', async () => {
		const { client, item, deleted } = service({ used: ['source'] });
		item.noteChange('source', 'created');
		const told = await madeParts().removeAll(client, failure);
		expect(deleted()).toEqual(['target']);
		expect(item.changes.map(({ id }) => id)).toContain('source');
		expect(told.description).toBe(
			`Adobe says why. ${DELETED} Not deleted, since a dataflow uses it: the source connection source.`,
		);
	});

	it('are named if they cannot be deleted, with the reason', async () => {
		const { client, deleted } = service({ refused: ['source', 'target'] });
		const told = await madeParts().removeAll(client, failure);
		expect(deleted()).toEqual(['target', 'source']);
		expect(told.description).not.toContain(DELETED);
		expect(told.description).toMatch(
			/^Adobe says why\. Could not be deleted: the target connection target \(.+\), the source connection source \(.+\)\. No dataflow uses it\. Delete it/,
		);
	});

	it('of both kinds are named separately', async () => {
		const { client } = service({ used: ['source', 'target'] });
		const told = await madeParts().removeAll(client, failure);
		expect(told.description).toBe(
			'Adobe says why. Not deleted, since a dataflow uses it: the target connection target, the source connection source.',
		);
	});

	it('include a mapping set, which cannot be deleted', async () => {
		const { client } = service();
		const told = await madeParts('m').removeAll(client, failure);
		expect(told.description).toBe(
			`Adobe says why. ${DELETED} The mapping set m remains unused, since Adobe cannot delete mapping sets.`,
		);
	});

	it('are none if the first step failed, and the failure is unchanged', async () => {
		const { client, deleted } = service();
		expect(await new CreatedParts().removeAll(client, failure)).toBe(failure);
		expect(deleted()).toEqual([]);
	});

	it('passes on what is no failure of the service', async () => {
		const { client } = service();
		client.http.send = async () => await Promise.reject(new TypeError('a mistake'));
		await expect(madeParts().removeAll(client, failure)).rejects.toThrow('a mistake');
	});

	it('are kept and named if the dataflow may still appear', () => {
		expect(madeParts().keep(failure).description).toBe(
			'Adobe says why. If the dataflow does not appear, its parts remain: source connection source, target connection target. Running this item again with Create or Update uses them.',
		);
	});
});
