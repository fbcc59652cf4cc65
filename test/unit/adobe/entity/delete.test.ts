import { deleteEntity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/action';
import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken, fakeClient, refused } from '../../fakeExecution';
import { KIND } from './fakeCollection';

describe('A delete', () => {
	it.each<[what: string, outcomes: Outcome[], isDone: boolean]>([
		['that succeeds', [answer(204, '')], true],
		['that succeeds with a body', [answer(200, '<html>')], true],
		['whose lost try did it', [broken, answer(404)], true],
		['of nothing', [answer(404)], false],
		['of nothing, after a try that was never sent', [refused, answer(404)], false],
		['that is refused', [answer(400)], false],
	])('%s: %j is done: %s', async (_what, outcomes, isDone) => {
		const { client, calls, item } = fakeClient(...outcomes);
		const failed = await deleteEntity(client, KIND, 'a/b').then(
			() => false,
			() => true,
		);
		expect(failed).toBe(!isDone);
		expect(item.changes).toEqual(isDone ? [{ id: 'a/b', how: 'deleted' }] : []);
		expect(item.unclearNote).toBe('');
		for (const { method, path } of calls)
			expect([method, path]).toEqual(['DELETE', '/flows/a%2Fb']);
	});

	it('waits while the service is busy with a change of it, but not for ever', async () => {
		const busy = answer(400, { type: 'https://ns.adobe.com/aep/errors/FLOW-1458-400' });
		const kind = { ...KIND, busyCodes: ['FLOW-1458-400'] };
		const { client, calls, timer } = fakeClient(busy, busy, answer(204, ''));
		await deleteEntity(client, kind, '1');
		expect([calls.length, timer.waits]).toEqual([3, [BOUNDS.settlePause, BOUNDS.settlePause]]);
		const always = fakeClient(busy);
		await expect(deleteEntity(always.client, kind, '1')).rejects.toThrow(/does not allow/);
		expect(always.item.changes).toEqual([]);
	});

	it('whose answer was lost each time may have been carried out', async () => {
		const { client, item } = fakeClient(broken);
		await expect(deleteEntity(client, KIND, '1')).rejects.toThrow(
			'broke before the whole response',
		);
		expect(item.changes).toEqual([]);
		expect(item.unclearNote).toContain('the dataflow 1 may have been deleted');
	});
});
