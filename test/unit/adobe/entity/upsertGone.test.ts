import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { answer } from '../../fakeExecution';
import { FakeCollection } from './fakeCollection';
import { meanwhile, upsert } from './upsertOne';

const missing = new Failure('Not found', '', '404');

/** Another process deletes it. */
function remove(service: FakeCollection, gone: string): Failure {
	const at = service.entities.findIndex(({ id }) => id === gone);
	if (at >= 0) service.entities.splice(at, 1);
	return missing;
}

describe('Create or Update of one that is gone by then', () => {
	it('uses the older one if the one that it found was deleted as a duplicate meanwhile', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'duplicate', name: 'one' });
		const { result, updated } = await upsert(service, (id) => {
			if (id !== 'duplicate') return undefined;
			service.entities.push({ id: 'oldest', name: 'one', createdAt: 0 });
			return remove(service, id);
		});
		expect(result).toEqual({ id: 'oldest', etag: '"updated"', name: 'one', created: false });
		expect(updated).toEqual(['oldest']);
		expect(service.sent).toEqual(['GET', 'GET']);
	});

	it('creates it if the one that it found is gone, and no other one has the name', async () => {
		const service = new FakeCollection({ id: 'after all' });
		service.entities.push({ id: 'deleted', name: 'one' });
		const { result } = await upsert(service, (id) => remove(service, id));
		expect(result).toMatchObject({ id: 'after all', created: true });
	});

	it('looks again, too, if the older one is gone for which it has deleted its own', async () => {
		const service = meanwhile(new FakeCollection({ id: 'm first' }, { id: 'm second' }), {
			id: 'a theirs',
		});
		const { result } = await upsert(service, (id) => {
			service.intercept = () => undefined;
			return remove(service, id);
		});
		expect(result).toMatchObject({ id: 'm second', created: true });
		expect(service.ids).toEqual(['m second']);
	});

	it('does not take its own deleted one for another, while the list still shows it', async () => {
		const service = meanwhile(new FakeCollection({ id: 'm gone' }), { id: 'a first' });
		const before = service.intercept;
		service.intercept = (request) => {
			const isList = request.method === 'GET' && request.path === '/flows';
			if (!isList || service.count('DELETE') === 0) return before(request);
			const own = { id: 'm gone', name: 'one', createdAt: 0 };
			return answer(200, { items: [own, ...service.entities] });
		};
		const { result, updated } = await upsert(service, (id) => {
			if (id !== 'a first') return undefined;
			service.entities.push({ id: 'z last', name: 'one', createdAt: 0 });
			return remove(service, id);
		});
		expect(result).toMatchObject({ id: 'z last', created: false });
		expect(updated).toEqual(['z last']);
	});

	it('creates nothing if the list still shows what cannot be found: no role may read it', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'labeled', name: 'one' });
		const { result } = await upsert(service, () => missing);
		expect(result).toBe(missing);
		expect(service.sent).toEqual(['GET', 'GET']);
	});

	it('fails if the second one that it found is gone, too', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'first', name: 'one' });
		const { result, updated } = await upsert(service, (id) => {
			if (id === 'first') service.entities.push({ id: 'second', name: 'one' });
			return remove(service, id);
		});
		expect(result).toBe(missing);
		expect(updated).toEqual([]);
		expect(service.count('POST')).toBe(0);
	});

	it('does not look again after another failure', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'forbidden', name: 'one' });
		const forbidden = new Failure('Forbidden', '', '403');
		expect((await upsert(service, () => forbidden)).result).toBe(forbidden);
		expect(service.sent).toEqual(['GET']);
	});
});
