import { createLocked } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/create';
import { withOwn } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/upsert';
import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { answer, broken, fakeClient } from '../../fakeExecution';
import { FakeCollection, KIND } from './fakeCollection';

const other = { id: 'other' };

describe('Those of a name, and the own one', () => {
	const own = async (found: Array<{ id: string }>, shown = answer(500)) => {
		const { client, calls } = fakeClient(shown);
		const all = await withOwn(client, KIND, found, 'own').catch((error: unknown) => error);
		return { all, requests: calls.length };
	};

	it('are what was listed if it is among them: nothing is asked', async () => {
		expect(await own([other, { id: 'own' }])).toEqual({ all: [other, { id: 'own' }], requests: 0 });
	});

	it('are read if the list does not show it yet', async () => {
		const shown = answer(200, { items: [{ id: 'own' }] });
		expect(await own([other], shown)).toEqual({ all: [other, { id: 'own' }], requests: 1 });
	});

	it('are the others if it is gone, and unknown if it cannot be read', async () => {
		expect((await own([other], answer(404))).all).toEqual([other]);
		expect((await own([other], answer(403))).all).toMatchObject({ httpCode: '403' });
	});
});

describe('Of two entities that one item has created under a name that must be unique', () => {
	/** The answer to the first create is lost; it lands as late as the second is carried out. */
	const createOnly = async (lands: { byItself: boolean; id: string }) => {
		const lost = { id: lands.id, lost: broken, landsAfter: BOUNDS.lateCreate + 1 };
		const service = new FakeCollection(lands.byItself ? lost : { id: '', lost: broken }, {
			id: 'second',
		});
		let posts = 0;
		service.intercept = ({ method }) => {
			if (method !== 'POST' || ++posts === 1) return undefined;
			if (lands.byItself) return posts === 2 ? answer(429, '', { 'retry-after': '1' }) : undefined;
			service.entities.push({ id: lands.id, name: 'one', createdAt: service.now });
			return undefined;
		};
		const claimed: string[] = [];
		const creation = { ...service.creation(claimed), isOnly: true };
		return { written: await createLocked(service.client, creation), service, claimed };
	};

	it('the first one stays if it is older, and is taken over', async () => {
		const { written, service, claimed } = await createOnly({ byItself: true, id: 'first' });
		expect(written).toEqual({ id: 'first', etag: '"claimed"', name: 'one' });
		expect(service.ids).toEqual(['first']);
		expect(service.sent).toContain('DELETE second');
		expect(claimed).toEqual(['first']);
		expect(service.item.changes).toEqual([{ id: 'first', how: 'created' }]);
	});

	it('the second one stays if it is older, as it was answered', async () => {
		const { written, service, claimed } = await createOnly({ byItself: false, id: 'with it' });
		expect(written).toEqual({ id: 'second', etag: '"1"', name: 'one' });
		expect(service.ids).toEqual(['second']);
		expect(service.sent).toContain('DELETE with it');
		expect(claimed).toEqual([]);
		expect(service.item.changes).toEqual([{ id: 'second', how: 'created' }]);
	});
});
