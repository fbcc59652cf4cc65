import type { IExecuteFunctions } from 'n8n-workflow';
import { FlowService } from '../../nodes/AdobeExperiencePlatform/flowService';
import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/flowService/bounds';
import { shown } from '../../nodes/AdobeExperiencePlatform/flowService/connection';
import {
	connectionsNamed,
	getConnection,
	listConnections,
} from '../../nodes/AdobeExperiencePlatform/flowService/readConnections';
import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { readIamRole } from '../../nodes/AdobeExperiencePlatform/flowService/readIamRole';
import { answer, fakeSender } from './fakeRun';

const NO_ANSWER = 'The service answered with something that is no Flow Service answer';

const read = async (body: unknown) =>
	await getConnection(fakeSender(answer(200, body)).sender, 'a', new ItemScope());

describe('One connection', () => {
	it.each([
		['as the only item of a list', { items: [{ id: 'a' }] }],
		['bare', { id: 'a' }],
	])('is read where it comes %s', async (_what, body) => {
		expect(await read(body)).toEqual({ id: 'a' });
	});

	it('is not there where the answer is an empty list', async () => {
		await expect(read({ items: [] })).rejects.toThrow('There is no connection with this ID');
	});

	it.each([[{}], [{ items: [{ id: 5 }] }], [{ items: [null] }], [{ items: {} }], ['<html>']])(
		'is neither there nor missing where the answer is %j',
		async (body) => {
			await expect(read(body)).rejects.toThrow(NO_ANSWER);
		},
	);

	it('is read again where the answer was of another shape', async () => {
		const { sender, calls } = fakeSender(answer(200, {}), answer(200, { items: [{ id: 'a' }] }));
		expect(await getConnection(sender, 'a', new ItemScope())).toEqual({ id: 'a' });
		expect(calls).toHaveLength(2);
	});

	it('is shown without authentication where it has none, as a draft', () => {
		expect(shown({ id: 'a', state: 'draft' })).toEqual({
			id: 'a',
			state: 'draft',
			auth: { params: {} },
		});
	});
});

describe('Connections of a name', () => {
	it('are none where the list is empty', async () => {
		const { sender } = fakeSender(answer(200, { items: [] }));
		expect(await connectionsNamed(sender, 'a', new ItemScope())).toEqual([]);
	});

	it.each([[{}], [[]], [{ status: 'ok' }], [{ items: null }], [{ items: ['a'] }], ['<html>']])(
		'are not known where the answer is %j',
		async (body) => {
			const { sender, calls } = fakeSender(answer(200, body));
			const named = connectionsNamed(sender, 'a', new ItemScope());
			await expect(named).rejects.toMatchObject({
				message: NO_ANSWER,
				description: expect.stringContaining('It was tried 10 times.') as string,
			});
			expect(calls).toHaveLength(BOUNDS.tries);
		},
	);

	it('are asked for again where the answer was of another shape', async () => {
		const { sender } = fakeSender(
			answer(200, {}),
			answer(200, { items: [{ id: '1', name: 'a' }] }),
		);
		expect(await connectionsNamed(sender, 'a', new ItemScope())).toHaveLength(1);
	});

	it('are given up where the service goes in a circle', async () => {
		const page = { items: [], _links: { next: { href: '/connections?continuationToken=a' } } };
		const { sender, calls } = fakeSender(answer(200, page));
		await expect(connectionsNamed(sender, 'a', new ItemScope())).rejects.toThrow('in a circle');
		expect(calls.length).toBeLessThan(4);
	});

	it('come out before the service goes in a circle', async () => {
		const page = {
			items: [{ id: '1' }],
			_links: { next: { href: '/connections?limit=100' } },
		};
		const { sender } = fakeSender(answer(200, page));
		const list = listConnections(sender, [], new ItemScope());
		expect(await list.next()).toEqual({ done: false, value: { id: '1' } });
		await expect(list.next()).rejects.toThrow('in a circle');
	});
});

describe('The role for the bucket policy', () => {
	it.each([
		[{ configParams: { IAMRole: 'arn:aws:iam::1:role/x' } }, 'arn:aws:iam::1:role/x'],
		[{ configParams: { IAMRole: 5 } }, undefined],
		[{}, undefined],
	])('from the answer %j is %s', async (body, role) => {
		const { sender } = fakeSender(answer(200, body));
		expect(await readIamRole(sender, new ItemScope())).toBe(role);
	});
});

describe('The Flow Service', () => {
	it('is not opened with a credential that lacks everything', async () => {
		const context = { getCredentials: async () => ({}) };
		const opened = FlowService.open(context as unknown as IExecuteFunctions);
		await expect(opened).rejects.toThrow(
			'Organization ID, Client ID, Client Secret, Sandbox Name missing in the Adobe credential',
		);
	});
});
