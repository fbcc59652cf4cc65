import {
	waitUntilSettled,
	bringToState,
	deleteEntity,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/action';
import type { EntityKind } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { answer, fakeClient, FakeTimer, broken, refused } from '../../fakeExecution';
import { KIND } from './fakeCollection';

const DATAFLOW: EntityKind = {
	noun: 'dataflow',
	path: '/flows',
	busyStates: ['updating', 'enabling'],
	busyCodes: ['FLOW-1420-400'],
};

const shows = (entity: object) => answer(200, { items: [{ id: '1', name: 'one', ...entity }] });

/** What a proxy answers in place of the service. */
const page = answer(200, '<html>');

const busy = answer(400, { type: 'https://ns.adobe.com/aep/errors/FLOW-1420-400' });

/** The change was asked for at the time that the clock of the test begins with. */
async function settled(...outcomes: Outcome[]) {
	const { client, calls, timer } = fakeClient(...outcomes);
	const work = waitUntilSettled(client, DATAFLOW, '1', timer.now());
	const result = await work.catch((error: unknown) => error);
	return { result, calls: calls.length, waits: timer.waits };
}

describe('An entity that is busy', () => {
	it('is waited for until it is not, whatever updated says', async () => {
		const lastOperation = { updated: 0, operation: 'update' };
		const { result, calls } = await settled(
			shows({ state: 'updating' }),
			shows({ state: 'enabled', lastOperation }),
		);
		expect(result).toMatchObject({ state: 'enabled' });
		expect(calls).toBe(2);
	});

	it('fails if the change failed after it was accepted', async () => {
		const failed = (errors: unknown) => ({
			state: 'enabled',
			lastOperation: { status: { value: 'FAILED', errors } },
		});
		const { result } = await settled(shows(failed([{ code: 'X-1', message: 'no' }])));
		expect(result).toMatchObject({
			message: 'Adobe could not carry out the change of the dataflow "one"',
			description: expect.stringContaining('Adobe says: X-1: no.') as string,
		});
		const silent = await settled(shows(failed('none')));
		expect(silent.result).toMatchObject({
			description: expect.stringContaining('no reason') as string,
		});
	});

	it.each<[when: string, started: number, isTold: boolean]>([
		['long before', -600_000, false],
		['before, by the tolerance of clocks', -900, true],
		['after', 5_000, true],
	])('reports a failed change that started %s this one: %#', async (_when, offset, isTold) => {
		const start = new FakeTimer().now();
		const lastOperation = { started: start + offset, status: { value: 'failed' } };
		const date = new Date(start).toUTCString();
		const listed = { items: [{ id: '1', state: 'enabled', lastOperation }] };
		const { result } = await settled(answer(200, listed, { date }));
		expect(result instanceof Failure).toBe(isTold);
	});

	it('does not report it if nothing was changed', async () => {
		const lastOperation = { status: { value: 'failed' } };
		const { client } = fakeClient(shows({ state: 'enabled', lastOperation }));
		expect(await waitUntilSettled(client, DATAFLOW, '1')).toMatchObject({ state: 'enabled' });
	});

	it('is given up after a while, with its state', async () => {
		const { result } = await settled(shows({ state: 'updating', name: undefined }));
		expect(result).toMatchObject({
			message: 'The change of the dataflow "1" is not finished yet',
			description: expect.stringContaining('the state is still updating') as string,
		});
	});
});

describe('Bringing an entity into a state', () => {
	async function enable(...outcomes: Outcome[]) {
		const { client, calls, item } = fakeClient(...outcomes);
		const action = { op: 'enable', state: 'enabled' };
		const result = await bringToState(client, DATAFLOW, '1', action).catch(
			(error: unknown) => error,
		);
		return { result, methods: calls.map(({ method }) => method).join(' '), item };
	}
	const disabled = shows({ state: 'disabled' });
	const enabled = shows({ state: 'enabled' });

	it.each([
		['no operation', undefined],
		[
			'an earlier operation that failed, without a time',
			{ started: 0, updated: 0, status: { value: 'failed' } },
		],
	])(
		'is accepted once, and waited for while the service shows the old state and %s',
		async (_what, lastOperation) => {
			const old = shows({ state: 'disabled', lastOperation });
			const { result, methods, item } = await enable(
				old,
				answer(200, { id: '1' }),
				old,
				old,
				old,
				enabled,
			);
			expect(result).toMatchObject({ state: 'enabled' });
			expect(methods).toBe('GET POST GET GET GET GET');
			expect(item.changes).toEqual([{ id: '1', how: 'updated' }]);
		},
	);

	it('is no failure if the service shows the old state for ever, but a hint', async () => {
		const { client, calls, run } = fakeClient(disabled, answer(200, {}), disabled);
		const action = { op: 'enable', state: 'enabled' };
		expect(await bringToState(client, DATAFLOW, '1', action)).toMatchObject({ state: 'disabled' });
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect([...run.hints].join()).toMatch(/accepted the change of .* still shows disabled/);
	});

	it('names an entity without a name by its ID, and one that shows no state so', async () => {
		const { client, run } = fakeClient(disabled, answer(200, {}), shows({ name: undefined }));
		const action = { op: 'enable', state: 'enabled' };
		expect(await bringToState(client, DATAFLOW, '1', action)).not.toHaveProperty('state');
		expect([...run.hints].join()).toMatch(
			/accepted the change of the dataflow "1" to enabled, but still shows no state/,
		);
	});

	it('is a failure if a new operation failed', async () => {
		const failed = {
			started: 0,
			status: { value: 'failed', errors: [{ code: 'X', message: 'no' }] },
		};
		const { result } = await enable(
			shows({ state: 'disabled', lastOperation: { started: 0 } }),
			answer(200, {}),
			shows({ state: 'disabled', lastOperation: failed }),
		);
		expect(result).toMatchObject({ description: expect.stringContaining('X: no') as string });
	});

	it('sends nothing if it is there already', async () => {
		const { result, methods, item } = await enable(enabled);
		expect(result).toMatchObject({ state: 'enabled' });
		expect([methods, item.changes]).toEqual(['GET', []]);
	});

	it.each<[what: string, outcomes: Outcome[], methods: string]>([
		['taken', [disabled, answer(200, { id: '1' }), enabled], 'GET POST GET'],
		['without an answer, carried out', [disabled, broken, enabled], 'GET POST GET'],
		[
			'without an answer, not carried out',
			[disabled, broken, disabled, answer(200, {}), enabled],
			'GET POST GET POST GET',
		],
		[
			'while it is busy',
			[disabled, busy, disabled, answer(200, {}), enabled],
			'GET POST GET POST GET',
		],
		['after a 503', [disabled, answer(503), enabled], 'GET POST GET'],
	])('is done if it is %s', async (_what, outcomes, methods) => {
		const run = await enable(...outcomes);
		expect(run.result).toMatchObject({ state: 'enabled' });
		expect(run.methods).toBe(methods);
		expect(run.item.unclearNote).toBe('');
	});

	it('fails if the service refuses', async () => {
		const { result, methods } = await enable(disabled, answer(403));
		expect(result).toMatchObject({ httpCode: '403' });
		expect(methods).toBe('GET POST');
	});

	it('is given up if the service is busy all the time', async () => {
		const { result } = await enable(...Array.from({ length: 200 }, () => [disabled, busy]).flat());
		expect(result).toMatchObject({
			message: expect.stringContaining('does not allow this') as string,
		});
	});
});

describe('A delete', () => {
	it.each<[what: string, outcomes: Outcome[], isDone: boolean]>([
		['that succeeds', [answer(204, '')], true],
		['that succeeds with a body', [answer(200, { id: 'a/b' })], true],
		['that a page answered in place of the service', [page, answer(204, '')], true],
		['that was carried out although a page answered', [page, answer(404)], true],
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
