import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { createOnce } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/create';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken } from '../../fakeExecution';
import { FakeCollection } from './fakeCollection';

const timeout: Outcome = { kind: 'network', reason: 'timeout', maybeSent: true };
const NOT_KNOWN = 'the dataflow "one" may have been created';

const descriptionOf = async (work: Promise<unknown>): Promise<string> =>
	await work.then(
		() => 'it succeeded',
		(error: unknown) => (error as Failure).description,
	);

describe('A create that lands late, without an answer', () => {
	it.each([
		[500, broken],
		[5_000, broken],
		[20_000, broken],
		[BOUNDS.lateCreate, broken],
		[BOUNDS.lateCreate + 5_000, timeout],
		[BOUNDS.lateCreateAfterTimeout, timeout],
		[20_000, answer(503)],
		[20_000, answer(201, '<html>')],
	])('is found after %d ms, and nothing is created again (%j)', async (landsAfter, lost) => {
		const id = `late ${landsAfter} ${JSON.stringify(lost)}`;
		const service = new FakeCollection({ id, lost, landsAfter });
		const claimed: string[] = [];
		const written = await createOnce(service.client, service.creation(claimed));
		expect(written).toEqual({ id, etag: '"claimed"', name: 'one' });
		expect(claimed).toEqual([id]);
		expect(service.count('POST')).toBe(1);
		expect(service.count('DELETE')).toBe(0);
		expect(service.run.stats).toMatchObject({ found: 1, duplicates: 0 });
		expect(service.item.changes).toEqual([{ id, how: 'created' }]);
		expect(service.item.unclearNote).toBe('');
	});

	it('is asked for again no sooner than it cannot come any more', async () => {
		const service = new FakeCollection({ id: 'never', lost: broken }, { id: 'again' });
		const begun = service.now;
		let second = 0;
		service.intercept = ({ method }) => {
			if (method === 'POST') second = service.now - begun;
			return undefined;
		};
		expect(await createOnce(service.client, service.creation())).toMatchObject({ id: 'again' });
		expect(second).toBe(BOUNDS.lateCreate);
		expect(service.sent[service.sent.length - 1]).toBe('GET');
		expect(service.item.unclearNote).toBe('');
	});
});

describe('A duplicate of one’s own', () => {
	/** The first create lands as late as the second is carried out. */
	const twice = (name: string) =>
		new FakeCollection(
			{ id: `${name}, first`, lost: broken, landsAfter: BOUNDS.lateCreate + 1 },
			{ id: `${name}, second` },
		);
	/** Lets some time pass before the second create is answered. */
	function slow(service: FakeCollection) {
		let posts = 0;
		service.intercept = ({ method }) =>
			method === 'POST' && ++posts === 2 ? answer(429, '', { 'retry-after': '1' }) : undefined;
		return service;
	}

	it('is the one from the response that is deleted and counted', async () => {
		const service = slow(twice('dropped'));
		const claimed: string[] = [];
		const written = await createOnce(service.client, service.creation(claimed));
		expect(written).toEqual({ id: 'dropped, first', etag: '"claimed"', name: 'one' });
		expect(service.ids).toEqual(['dropped, first']);
		expect(claimed).toEqual(['dropped, first']);
		expect(service.sent).toContain('DELETE dropped, second');
		expect(service.count('DELETE')).toBe(1);
		expect(service.run.stats.duplicates).toBe(1);
		expect(service.item.changes).toEqual([{ id: 'dropped, first', how: 'created' }]);
		expect(service.item.unclearNote).toBe('');
	});

	it('is dropped as well if somebody else has deleted it by then', async () => {
		const service = slow(twice('gone'));
		const before = service.intercept;
		service.intercept = (request) => (request.method === 'DELETE' ? answer(404) : before(request));
		const written = await createOnce(service.client, service.creation());
		expect(written.id).toBe('gone, first');
		expect(service.item.changes).toEqual([{ id: 'gone, first', how: 'created' }]);
	});

	it('is named with the other one if it cannot be deleted', async () => {
		const service = slow(twice('kept'));
		const before = service.intercept;
		service.intercept = (request) => (request.method === 'DELETE' ? answer(403) : before(request));
		const description = await descriptionOf(createOnce(service.client, service.creation()));
		expect(description).toContain('There are two dataflows now, kept, first and kept, second');
		expect(service.item.changes).toContainEqual({ id: 'kept, second', how: 'created' });
	});

	it('is warned of if the list cannot be read, and the own one is used', async () => {
		const service = twice('unread');
		let posts = 0;
		service.intercept = ({ method }) => {
			if (method === 'POST') posts++;
			return method === 'GET' && posts === 2 ? answer(403) : undefined;
		};
		const written = await createOnce(service.client, service.creation());
		expect(written).toEqual({ id: 'unread, second', etag: '"1"', name: 'one' });
		expect([...service.run.hints].join()).toMatch(
			/the check for a duplicate failed .*Used: unread, second\.$/,
		);
		expect(service.count('DELETE')).toBe(0);
	});

	it('is looked for only if an answer was lost', async () => {
		const service = new FakeCollection({ id: 'plain' });
		await createOnce(service.client, service.creation());
		expect(service.sent).toEqual(['POST']);
	});
});

describe('If the own one cannot be identified', () => {
	const other = (service: FakeCollection, id: string) =>
		service.entities.push({ id, name: 'one', createdAt: service.now });

	it('both are named, and none is used, changed or deleted', async () => {
		const service = new FakeCollection({ id: 'own a', lost: broken, landsAfter: 0 });
		other(service, 'theirs a');
		const description = await descriptionOf(createOnce(service.client, service.creation()));
		expect(description).toContain('match the request: theirs a, own a.');
		expect(service.sent).toEqual(['POST', 'GET']);
		expect(service.item.changes).toEqual([]);
		expect(service.item.unclearNote).toContain(NOT_KNOWN);
	});

	it('all are named after a later success, too', async () => {
		const service = new FakeCollection({ id: 'lost b', lost: broken }, { id: 'own b' });
		service.intercept = ({ method }) => {
			if (method === 'POST' && service.count('POST') === 2) {
				other(service, 'theirs b');
				other(service, 'theirs c');
			}
			return undefined;
		};
		const description = await descriptionOf(createOnce(service.client, service.creation()));
		expect(description).toContain('own b, theirs b, theirs c');
		expect(service.count('DELETE')).toBe(0);
		expect(service.item.changes).toEqual([{ id: 'own b', how: 'created' }]);
	});
});

describe('What ends a create after an unclear try', () => {
	it.each<[what: string, second: Outcome]>([
		['a refusal', answer(422)],
		['a lack of permission', answer(403)],
	])('%s still has it looked for: it is used if it is there', async (what, second) => {
		const id = `landed before ${what}`;
		const landsAfter = BOUNDS.lateCreate + 500;
		const service = new FakeCollection(
			{ id, lost: broken, landsAfter },
			{ id: 'refused', lost: second },
		);
		expect(await createOnce(service.client, service.creation())).toMatchObject({ id });
		expect(service.count('POST')).toBe(2);
	});

	it('a refusal is reported with the note that none was found', async () => {
		const service = new FakeCollection(
			{ id: '', lost: broken },
			{ id: '', lost: answer(422, { message: 'Not so' }) },
		);
		const description = await descriptionOf(createOnce(service.client, service.creation()));
		expect(description).toContain('Not so');
		expect(description).toContain('No dataflow was found that this item could have created.');
	});

	it('the end of the run leaves the word that it is not known', async () => {
		const service = new FakeCollection({ id: '', lost: broken });
		const end = new Failure('The end', '');
		let looks = 0;
		service.intercept = ({ method }) => {
			if (method === 'GET' && ++looks === 2) service.run.end(end);
			return undefined;
		};
		await expect(createOnce(service.client, service.creation())).rejects.toBe(end);
		expect(looks).toBe(2);
		expect(service.count('POST')).toBe(1);
		expect(service.item.unclearNote).toContain(NOT_KNOWN);
	});

	it('a service that stays away leaves it, too', async () => {
		const service = new FakeCollection({ id: '', lost: broken });
		service.intercept = ({ method }) => (method === 'GET' ? broken : undefined);
		await expect(createOnce(service.client, service.creation())).rejects.toThrow(Failure);
		expect(service.item.unclearNote).toContain(NOT_KNOWN);
	});
});
