import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';

const created = { how: 'created', what: 'the connection "a"' } as const;
const updated = { how: 'updated', what: 'the connection 1' } as const;

describe('The budget of an item', () => {
	it.each([
		[0, BOUNDS.itemBudget, true],
		[0, BOUNDS.itemBudget + 1, false],
		[BOUNDS.itemBudget - 5, 5, true],
		[BOUNDS.itemBudget - 5, 6, false],
	])('%d ms after its first try has room for a wait of %d ms: %s', (passed, wait, hasRoom) => {
		const item = new ItemScope();
		item.begin(1_000);
		item.begin(1_000 + passed);
		expect(item.hasBudget(1_000 + passed, wait)).toBe(hasRoom);
	});

	it('does not run before its first try', () => {
		expect(new ItemScope().hasBudget(9_000_000, BOUNDS.itemBudget)).toBe(true);
	});
});

describe('What an item has changed', () => {
	it('is noted once for each kind of change, in order', () => {
		const item = new ItemScope();
		item.noteChange('1', 'created');
		item.noteChange('2', 'created');
		item.noteChange('1', 'updated');
		item.noteChange('1', 'created');
		expect(item.changes).toEqual([
			{ id: '1', how: 'created' },
			{ id: '2', how: 'created' },
			{ id: '1', how: 'updated' },
		]);
	});

	it('is forgotten with all changes of that entity, and of no other', () => {
		const item = new ItemScope();
		const { changes } = item;
		item.noteChange('1', 'created');
		item.noteChange('2', 'updated');
		item.noteChange('1', 'deleted');
		item.dropChange('1');
		expect(changes).toEqual([{ id: '2', how: 'updated' }]);
	});
});

describe('Unclear writes of an item', () => {
	it('are none at first', () => {
		expect(new ItemScope().unclearNote).toBe('');
	});

	it('are reported once each, with what they did', () => {
		const item = new ItemScope();
		for (const write of [created, updated, { ...updated }]) item.noteUnclear(write);
		expect(item.unclearNote).toBe(
			'Adobe\'s response was lost, so the connection "a" may have been created. Check before you run this item again. ' +
				'An earlier attempt got no response, so the connection 1 may have been updated.',
		);
	});

	it('are no longer reported once their outcome is known, unlike another write of the same entity', () => {
		const item = new ItemScope();
		for (const how of ['updated', 'deleted'] as const) item.noteUnclear({ ...updated, how });
		item.settle({ ...updated });
		expect(item.unclearNote).toBe(
			'An earlier attempt got no response, so the connection 1 may have been deleted.',
		);
		item.settle(created);
		expect(item.unclearNote).not.toBe('');
	});
});
