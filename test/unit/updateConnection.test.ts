import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/flowService/bounds';
import { Failure } from '../../nodes/AdobeExperiencePlatform/flowService/failure';
import type { Outcome } from '../../nodes/AdobeExperiencePlatform/flowService/outcome';
import type { PatchOperation } from '../../nodes/AdobeExperiencePlatform/flowService/patch';
import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { updateConnection } from '../../nodes/AdobeExperiencePlatform/flowService/updateConnection';
import { answer, broken, fakeSender } from './fakeRun';

const patch: PatchOperation[] = [{ op: 'add', path: '/description', value: 'new' }];
const shows = (connection: object) => answer(200, { items: [{ id: '1', ...connection }] });
const conflict = answer(412);

/** Updates connection 1 against prepared outcomes, the last of which stays. */
async function update(outcomes: Outcome[], etag?: string) {
	const { sender, calls, run } = fakeSender(...outcomes);
	const item = new ItemScope();
	const result = await updateConnection(sender, '1', patch, { etag }, item).catch(
		(error: unknown) => error,
	);
	const methods = calls.map(({ method }) => method).join(' ');
	return { result, methods, change: item.change, stats: run.stats };
}

describe('An update with the etag of the user', () => {
	it('reads the new etag where the answer does not tell it', async () => {
		const { result, methods } = await update([answer(200, {}), shows({ etag: '"2"' })], '"1"');
		expect(result).toEqual({ id: '1', etag: '"2"', name: undefined });
		expect(methods).toBe('PATCH GET');
	});

	it.each([
		['is refused', answer(403)],
		['never comes', answer(503)],
		['finds no connection any more', answer(404)],
	])('stands without its etag where the read after it %s', async (_what, failing) => {
		const { result, change } = await update([answer(200, ''), failing], '"1"');
		expect(result).toEqual({ id: '1', etag: undefined, name: undefined });
		expect(change).toEqual({ id: '1', how: 'updated' });
	});

	it('says that the write may have been its own where the present etag is not shown', async () => {
		const { result } = await update([broken, conflict, shows({})], '"1"');
		expect(result).toMatchObject({
			message: 'The update may have been applied',
			description: expect.stringContaining('Its current etag is not shown.') as string,
			httpCode: '412',
		});
	});

	it.each<[what: string, outcome: Outcome, isUnclear: boolean]>([
		['that broke each time', broken, true],
		['that was refused', answer(422), false],
	])('%s: may have been applied: %s', async (_what, outcome, isUnclear) => {
		const { result } = await update([outcome], '"1"');
		expect(result).toBeInstanceOf(Failure);
		const said = (result as Failure).description.includes('may have been applied all the same');
		expect(said).toBe(isUnclear);
	});
});

describe('An update without an etag', () => {
	it('writes again where the answer shows the etag as it was before', async () => {
		const { result, methods } = await update([
			shows({ etag: '"1"' }),
			answer(200, { etag: '"1"' }),
			shows({ etag: '"1"' }),
			answer(200, { etag: '"2"' }),
		]);
		expect(result).toMatchObject({ etag: '"2"' });
		expect(methods).toBe('GET PATCH GET PATCH');
	});

	it.each([
		['tells', answer(200, { etag: '"1"' }), 'GET PATCH GET PATCH GET PATCH'],
		['does not tell', answer(200, ''), 'GET PATCH GET GET PATCH GET GET PATCH GET'],
	])('ends truthfully where the etag stays, and the answer %s it', async (_what, told, all) => {
		const shown = shows({ etag: '"1"' });
		const outcomes = all.split(' ').map((method) => (method === 'PATCH' ? told : shown));
		const { result, methods, change, stats } = await update(outcomes);
		expect(result).toMatchObject({
			message: 'The update was answered as a success, but the connection kept its etag',
			description: expect.stringContaining('after 3 writes it was still "1"') as string,
		});
		expect(methods).toBe(all);
		expect(change).toBeUndefined();
		expect(stats.conflicts).toBe(0);
	});

	it('stands without its etag where the read after it fails', async () => {
		const { result, change } = await update([
			shows({ etag: '"1"', name: 'a' }),
			answer(200, '<html>'),
			answer(403),
		]);
		expect(result).toEqual({ id: '1', etag: undefined, name: 'a' });
		expect(change).toEqual({ id: '1', how: 'updated' });
	});

	it('has changed nothing where it is refused', async () => {
		const { change } = await update([shows({ etag: '"1"' }), answer(422)]);
		expect(change).toBeUndefined();
	});

	it.each([
		['initializing', 'Its state is still initializing after 60 seconds.'],
		[undefined, 'Its state is still unknown after 60 seconds.'],
	])('gives a connection in the state %s a minute', async (state, words) => {
		const { result, methods } = await update([shows({ state })]);
		expect(result).toMatchObject({
			message: 'The connection is not ready for updates yet',
			description: expect.stringContaining(words) as string,
		});
		expect(methods.split(' ')).toHaveLength(BOUNDS.initializing / BOUNDS.firstWait + 1);
		expect(methods).not.toContain('PATCH');
	});
});
