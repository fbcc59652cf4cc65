import type { IExecuteFunctions } from 'n8n-workflow';
import { amazonS3 } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import { readRole } from '../../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import { ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import { Session } from '../../../nodes/AdobeExperiencePlatform/adobe/session';

const settings = { timeout: 60 };
const role = { authType: 'IamBasedAuthentication', configParam: 'IAMRole', output: 'iamRole' };

/** A session over a helper of n8n that gives prepared replies. */
async function open(...replies: Array<{ statusCode: number; body: unknown }>) {
	let requests = 0;
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		helpers: {
			httpRequestWithAuthentication: async () => ({ headers: {}, ...replies[requests++] }),
		},
	};
	const session = await Session.open(context as unknown as IExecuteFunctions);
	const iamRole = async ({ sandboxName }: { sandboxName?: string } = {}) => {
		const client = session.client({ ...settings, sandboxName }, new ItemScope());
		return await session.readOnceIn({ ...settings, sandboxName })(['IAM role'], async () => {
			return await readRole(client, amazonS3, role);
		});
	};
	return { session, iamRole, requests: () => requests };
}

describe('What many items ask for', () => {
	const good = { statusCode: 200, body: { configParams: { IAMRole: 'arn:x' } } };

	it('is read once, also for items side by side', async () => {
		const { iamRole, requests } = await open(good);
		expect(await Promise.all([iamRole(), iamRole()])).toEqual(['arn:x', 'arn:x']);
		expect(await iamRole()).toBe('arn:x');
		expect(requests()).toBe(1);
	});

	it('is read again after a failure', async () => {
		const { iamRole, requests } = await open({ statusCode: 403, body: {} }, good);
		await expect(iamRole()).rejects.toThrow(/permission/);
		expect(await iamRole()).toBe('arn:x');
		expect(requests()).toBe(2);
	});

	it('is read once even if an earlier reading, forgotten by then, fails late', async () => {
		const { session } = await open();
		const readOnce = session.readOnceIn(settings);
		let fail: (error: Error) => void = () => {};
		const early = readOnce(['one'], async () => {
			return await new Promise<string>((_resolve, reject) => (fail = reject));
		});
		for (let index = 0; index < 200; index++) await readOnce([`${index}`], async () => index);
		const reads: string[] = [];
		const again = async (text: string) =>
			await readOnce(['one'], async () => {
				reads.push(text);
				return text;
			});
		expect(await again('second')).toBe('second');
		fail(new Error('late'));
		await expect(early).rejects.toThrow('late');
		expect(await again('third')).toBe('second');
		expect(reads).toEqual(['second']);
	});

	it('is read for each sandbox by itself', async () => {
		const { iamRole, requests } = await open(good, good);
		await Promise.all([iamRole(), iamRole({ sandboxName: 'prod' })]);
		expect(requests()).toBe(2);
	});
});

it('What a run has read is not kept without bound: the oldest is forgotten', async () => {
	const { session } = await open();
	const readOnce = session.readOnceIn(settings);
	let reads = 0;
	const read = async (name: string) => await readOnce([name], async () => ++reads);
	for (let index = 0; index < 300; index++) await read(`file ${index}`);
	await read('file 299');
	expect(reads).toBe(300);
	await read('file 0');
	expect(reads).toBe(301);
});

it.each([true, false])('A report reaches the editor if n8n shows it: %s', async (shows) => {
	const reported: string[] = [];
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		...(shows && { sendMessageToUI: (text: string) => reported.push(text) }),
	};
	const session = await Session.open(context as unknown as IExecuteFunctions);
	session.report('Waiting');
	expect(reported).toEqual(shows ? ['Waiting'] : []);
});

it('Warnings of a run are not kept without bound', async () => {
	const { session } = await open();
	for (let index = 0; index < 1000; index++) session.execution.hints.add(`warning ${index}`);
	session.execution.hints.add('warning 0');
	expect([session.execution.hints.size, [...session.execution.hints][0]]).toEqual([
		100,
		'warning 0',
	]);
});

describe('The Platform APIs', () => {
	it('are not opened with a credential that lacks everything', async () => {
		const context = { getCredentials: async () => ({}) };
		const opened = Session.open(context as unknown as IExecuteFunctions);
		await expect(opened).rejects.toThrow(
			'Organization ID, Client ID, Client Secret, Sandbox Name missing in the Adobe credential',
		);
	});

	it('share one reader of etags among the items of a sandbox, and no more', async () => {
		const { session } = await open();
		const kinds = [
			{ noun: 'a', path: '/a' },
			{ noun: 'b', path: '/b' },
		] as const;
		const reader = session.etags(kinds[0], settings);
		expect(session.etags(kinds[0], { timeout: 5 })).toBe(reader);
		expect(session.etags(kinds[0], { timeout: 60, sandboxName: 'prod' })).not.toBe(reader);
		expect(session.etags(kinds[1], settings)).not.toBe(reader);
	});
});
