import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { type PatchOperation } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/modify';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { answer, broken } from '../../fakeExecution';
import { busy, conflict, own, shows, update } from './updateOnce';

describe('An update without an etag', () => {
	it('counts as written if the response has an etag, even the one from before', async () => {
		const { result, methods, stats } = await update([
			shows({ etag: '"1"', name: 'a' }),
			answer(200, { etag: '"1"' }),
		]);
		expect(result).toEqual({ id: '1', etag: '"1"', name: 'a' });
		expect(methods).toBe('GET PATCH');
		expect(stats).toMatchObject({ unconfirmed: 1, retried: 0 });
	});

	it('needs no confirmation if the etag is new', async () => {
		const { stats } = await update([shows({ etag: '"1"' }), answer(200, { etag: '"2"' })]);
		expect(stats.unconfirmed).toBe(0);
	});

	it.each([
		['is a new one', { etag: '"2"' }, 0],
		['stayed, and the time of its update did not', { etag: '"1"', updatedAt: 6 }, 1],
	])('is written once if the response has no etag, and the etag %s', async (_w, more, count) => {
		const { result, methods, stats } = await update([
			shows({ etag: '"1"', updatedAt: 5 }),
			answer(200, ''),
			shows(more),
		]);
		expect(result).toMatchObject({ etag: more.etag });
		expect(methods).toBe('GET PATCH GET');
		expect(stats).toMatchObject({ unconfirmed: count, retried: 0 });
	});

	it.each([
		['a failure if the time of the last update stayed, too', { updatedAt: 5 }, true],
		['taken as written if no such time is shown', {}, false],
	])('without any trace is written five times, and then %s', async (_what, more, isFailure) => {
		const shown = shows({ etag: '"1"', ...more });
		const all = Array<string>(5).fill('GET PATCH GET').join(' ');
		const outcomes = all.split(' ').map((method) => (method === 'PATCH' ? answer(200, '') : shown));
		const { result, methods, item, stats } = await update(outcomes);
		expect(methods).toBe(all);
		expect(stats).toMatchObject({ conflicts: 0, retried: 4, unconfirmed: isFailure ? 0 : 1 });
		expect(item.changes).toEqual(isFailure ? [] : [{ id: '1', how: 'updated' }]);
		if (!isFailure) expect(result).toMatchObject({ etag: '"1"' });
		else {
			expect(result).toMatchObject({
				message: 'The update got a successful response, but the connection did not change',
				description: expect.stringContaining('After 5 writes, its etag was still "1"') as string,
			});
		}
	});

	it('counts neither conflicts nor refusals as busy among those five', async () => {
		const shown = shows({ etag: '"1"', updatedAt: 5 });
		const successes = Array.from({ length: 5 }, () => answer(200, ''));
		const writes = [busy, busy, busy, conflict, ...successes];
		const outcomes = writes.flatMap((written) =>
			written.kind === 'answer' && written.status === 200
				? [shown, written, shown]
				: [shown, written],
		);
		const { result, methods } = await update([...outcomes, shows({ etag: '"9"' })]);
		expect((result as Failure).message).toContain('did not change');
		expect(methods.match(/PATCH/g)).toHaveLength(writes.length);
	});

	it('stands without its etag if the read after it fails', async () => {
		const { result, item } = await update([
			shows({ etag: '"1"', name: 'a' }),
			answer(200, '<html>'),
			answer(403),
		]);
		expect(result).toEqual({ id: '1', etag: undefined, name: 'a' });
		expect(item.changes).toEqual([{ id: '1', how: 'updated' }]);
	});

	it('has changed nothing if it is refused', async () => {
		const { item } = await update([shows({ etag: '"1"' }), answer(422)]);
		expect([item.changes, item.unclearNote]).toEqual([[], '']);
	});

	it('reports an unclear write whatever the read after it returns', async () => {
		const lost = [shows({ etag: '"1"' }), broken, conflict, answer(403)];
		const { result, item, methods } = await update(lost);
		expect(methods).toBe('GET PATCH PATCH GET');
		expect(result).toMatchObject({ httpCode: '403' });
		expect(item.unclearNote).toContain('the connection 1 may have been updated');
	});

	it('writes over conflicts with the etag of now, as often as the bound allows', async () => {
		const { result, methods, etags, stats } = await update(
			Array.from({ length: 40 }, (_, round) =>
				round % 2 === 0 ? shows({ etag: `"${round / 2}"` }) : conflict,
			),
		);
		expect(result).toMatchObject({
			message: 'Somebody else keeps changing this connection',
			description: expect.stringMatching(
				/^The node read the etag again and wrote 11 times, and each time it had changed in between\. Check what else updates it\. \S/,
			) as string,
			httpCode: '412',
		});
		expect(methods.match(/PATCH/g)).toHaveLength(BOUNDS.conflictWrites + 1);
		expect(etags.slice(0, 3)).toEqual(['"0"', '"1"', '"2"']);
		expect(stats.conflicts).toBe(BOUNDS.conflictWrites);
	});

	it.each([
		[1, [300, 600, 900]],
		[0.5, [150, 300, 450]],
		[0, []],
	])('waits longer after each conflict, with the jitter %d: %j ms', async (random, wanted) => {
		const shown = shows({ etag: '"1"' });
		const lost = [shown, conflict, shown, conflict, shown, conflict];
		const { result, waits } = await update([...lost, shown, answer(200, { etag: '"2"' })], {
			random,
		});
		expect(result).toMatchObject({ etag: '"2"' });
		expect(waits).toEqual(wanted);
	});

	it('waits a little before it writes again what left no trace', async () => {
		const shown = shows({ etag: '"1"' });
		const { waits } = await update([shown, answer(200, ''), shown, shown, answer(200, own)]);
		expect(waits).toEqual([300]);
	});

	it('is written again if the time of its update is not shown any more', async () => {
		const before = shows({ etag: '"1"', updatedAt: 5 });
		const after = shows({ etag: '"1"' });
		const { result, methods } = await update([
			before,
			answer(200, ''),
			after,
			before,
			answer(200, { etag: '"2"' }),
		]);
		expect(result).toMatchObject({ etag: '"2"' });
		expect(methods).toBe('GET PATCH GET GET PATCH');
	});

	it('asks the change before each write, with the entity as it is and as it was at first', async () => {
		const change = (current: Entity, first: Entity): PatchOperation[] => {
			if (first.name !== current.name) throw new Failure(`${first.name}, ${current.name}`, '');
			return [{ op: 'add', path: '/description', value: current.etag }];
		};
		const names = (name: string, etag: string) => shows({ etag, name });
		const { result, methods, bodies } = await update(
			[names('a', '"1"'), conflict, names('a', '"2"'), conflict, names('b', '"3"')],
			{ change },
		);
		expect(result).toMatchObject({ message: 'a, b' });
		expect(methods).toBe('GET PATCH GET PATCH GET');
		expect(bodies).toMatchObject([[{ value: '"1"' }], [{ value: '"2"' }]]);
	});

	it('writes nothing if the change refuses what was read first', async () => {
		const change = () => {
			throw new Failure('Not for this one', '');
		};
		const { result, methods, item } = await update([shows({ etag: '"1"' })], { change });
		expect(result).toMatchObject({ message: 'Not for this one' });
		expect([methods, item.changes]).toEqual(['GET', []]);
	});

	it('reads nothing before the write if the caller has just read it', async () => {
		const target = { id: '1', etag: '"1"', name: 'a' };
		const { result, methods, etags } = await update([answer(200, { etag: '"2"' })], { target });
		expect([methods, etags]).toEqual(['PATCH', ['"1"']]);
		expect(result).toEqual({ id: '1', etag: '"2"', name: 'a' });
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

	it('waits for one that shows an etag while it is busy, and writes under the next etag', async () => {
		const { result, methods, etags } = await update([
			shows({ etag: '"1"', state: 'initializing' }),
			shows({ etag: '"1"', state: 'initializing' }),
			shows({ etag: '"2"', state: 'enabled' }),
			answer(200, { etag: '"3"' }),
		]);
		expect(result).toMatchObject({ etag: '"3"' });
		expect([methods, etags]).toEqual(['GET GET GET PATCH', ['"2"']]);
	});

	it('reads one again that the caller found busy', async () => {
		const target = { id: '1', etag: '"1"', state: 'initializing' };
		const { methods, etags, waits } = await update(
			[shows({ etag: '"2"', state: 'enabled' }), answer(200, { etag: '"3"' })],
			{ target },
		);
		expect([methods, etags, waits]).toEqual(['GET PATCH', ['"2"'], [1_000]]);
	});

	it('waits for no state of a kind that is never busy, and for no refusal', async () => {
		const kind = { noun: 'mapping set', path: '/mappingSets' };
		const shown = shows({ etag: '"1"', state: 'initializing' });
		const { methods } = await update([shown, answer(200, { etag: '"2"' })], { kind });
		expect(methods).toBe('GET PATCH');
		const refusal = await update([shown, busy], { kind });
		expect(refusal.result).toMatchObject({ httpCode: '400' });
		expect([refusal.methods, refusal.waits]).toEqual(['GET PATCH', []]);
	});

	it('writes for the last time a minute after the first look at one that stays busy', async () => {
		const shown = shows({ etag: '"1"' });
		const outcomes = Array.from({ length: 400 }, (_, n) => (n % 2 ? busy : shown));
		const { methods, waits } = await update(outcomes, { random: 0 });
		expect(waits).toEqual(Array<number>(60).fill(1_000));
		expect(methods.match(/PATCH/g)).toHaveLength(61);
	});

	it('waits for one that refuses as busy, for no more than a minute', async () => {
		const shown = shows({ etag: '"1"' });
		const passing = await update([shown, busy, shown, busy, shown, answer(200, { etag: '"2"' })]);
		expect(passing.result).toMatchObject({ etag: '"2"' });
		const lasting = await update(Array.from({ length: 400 }, (_, n) => (n % 2 ? busy : shown)));
		expect(lasting.result).toMatchObject({ httpCode: '400' });
		const writes = lasting.methods.match(/PATCH/g)?.length;
		expect(writes).toBeLessThanOrEqual(BOUNDS.initializing / BOUNDS.firstWait + 1);
		expect(writes).toBeGreaterThan(40);
	});
});
