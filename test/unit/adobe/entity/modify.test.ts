import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import {
	modify,
	removeForCertain,
	type PatchOperation,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/modify';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken, fakeClient } from '../../fakeExecution';
import { KIND, conflict, noon, own, patch, shows, update } from './updateOnce';

describe('An update with the etag of the user', () => {
	it('reads the new etag if the response has none', async () => {
		const { result, methods } = await update([answer(200, {}), shows({ etag: '"2"' })], own);
		expect(result).toEqual({ id: '1', etag: '"2"', name: undefined });
		expect(methods).toBe('PATCH GET');
	});

	it('is written once without one, under the etag that is there', async () => {
		const { client, calls } = fakeClient(shows({ etag: '"1"' }), answer(200, { etag: '"2"' }));
		expect(await modify(client, KIND, '1', () => patch)).toMatchObject({ etag: '"2"' });
		expect(calls.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
			['GET', undefined],
			['PATCH', '"1"'],
		]);
	});

	it('never writes with another one, whatever there is by then', async () => {
		const { result, methods, item } = await update([conflict], own);
		expect(result).toMatchObject({ httpCode: '412' });
		expect(methods).toBe('PATCH');
		expect([item.changes, item.unclearNote]).toEqual([[], '']);
	});

	it('asks the change once, with nothing but the ID and that etag', async () => {
		const change = jest.fn<PatchOperation[], [Entity, Entity]>(() => patch);
		await update([answer(200, ''), shows({ etag: '"1"', updatedAt: 5 })], { ...own, change });
		expect(change.mock.calls).toEqual([
			[
				{ id: '1', etag: '"1"' },
				{ id: '1', etag: '"1"' },
			],
		]);
	});

	it.each([
		['is refused', answer(403)],
		['never comes', answer(503)],
		['finds no connection any more', answer(404)],
	])('stands without its etag if the read after it %s', async (_what, failing) => {
		const { result, item } = await update([answer(200, ''), failing], own);
		expect(result).toEqual({ id: '1', etag: undefined, name: undefined });
		expect(item.changes).toEqual([{ id: '1', how: 'updated' }]);
	});

	it('says that the write may have been its own if the present etag is not shown', async () => {
		const { result, item } = await update([broken, conflict, shows({})], own);
		expect(result).toMatchObject({
			message: 'The update may have been applied',
			description: expect.stringContaining('Its current etag is not shown.') as string,
			httpCode: '412',
		});
		expect(item.unclearNote).toBe('');
	});

	it('says so too if the present etag cannot be read', async () => {
		const { result } = await update([broken, conflict, answer(403)], own);
		expect(result).toMatchObject({
			message: 'The update may have been applied',
			description: expect.stringContaining('Its current etag could not be read (') as string,
		});
	});

	it.each<[what: string, outcomes: Outcome[], isUnclear: boolean]>([
		['that broke each time', [broken], true],
		['that broke and then was refused', [broken, answer(422)], true],
		['that was refused', [answer(422)], false],
	])('%s: may have been applied: %s', async (_what, outcomes, isUnclear) => {
		const { result, item } = await update(outcomes, own);
		expect(result).toBeInstanceOf(Failure);
		const words = 'the connection 1 may have been updated';
		expect(item.unclearNote.includes(words)).toBe(isUnclear);
	});

	it('counts as written if the response has that very etag', async () => {
		const { result, methods, stats } = await update([answer(200, own)], own);
		expect([result, methods]).toEqual([{ id: '1', etag: '"1"', name: undefined }, 'PATCH']);
		expect(stats.unconfirmed).toBe(1);
	});

	it.each([
		['each time', 1, 'PATCH GET PATCH GET', undefined],
		['never', 0, Array<string>(5).fill('PATCH GET').join(' '), 'did not change'],
	])('that leaves the etag, and was carried out %s', async (_what, step, all, words) => {
		const outcomes = all.split(' ').map((method, call) => {
			const updatedAt = noon + call * step;
			return method === 'PATCH' ? answer(200, '') : shows({ etag: '"1"', updatedAt });
		});
		const { result, methods, item } = await update(outcomes, own);
		expect(methods).toBe(all);
		expect(item.changes).toHaveLength(words ? 0 : 1);
		if (words) expect((result as Failure).message).toContain(words);
		else expect(result).toMatchObject({ etag: '"1"' });
	});
});

describe('The removal of a member', () => {
	/** As Adobe does it: a member that is not there cannot be removed. */
	function apply(member: string | undefined, operations: PatchOperation[]): string | undefined {
		return operations.reduce<string | undefined>((present, operation) => {
			expect(operation.path).toBe('/params/key');
			if (operation.op !== 'remove') return String(operation.value);
			expect(present).toBeDefined();
			return undefined;
		}, member);
	}

	it.each([['old'], [undefined]])('works if it was %s before', (member) => {
		const operations = removeForCertain('/params/key');
		expect(operations.map(({ op }) => op)).toEqual(['add', 'remove']);
		expect(apply(member, operations)).toBeUndefined();
	});

	it.each<[given: unknown[], value: unknown]>([
		[[], 'removed'],
		[[['a']], ['a']],
	])('adds a value that the member may have: %j', (given, value) => {
		expect(removeForCertain('/a', ...given)[0]).toEqual({ op: 'add', path: '/a', value });
	});
});
