import { waitUntil } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { fakeClient } from '../fakeExecution';

const tooLong = (): never => {
	throw new Failure('Too long', '');
};

describe('A wait', () => {
	it('returns what the first look finds, without a pause', async () => {
		const { client, timer } = fakeClient();
		const found = { id: 'x' };
		const look = async () => await Promise.resolve(found);
		const report = jest.fn();
		expect(await waitUntil(client, { look, pause: 10, limit: 0, report, tooLong })).toBe(found);
		expect([timer.waits, report.mock.calls]).toEqual([[], []]);
	});

	it('looks once more at the limit, which the last pause does not exceed', async () => {
		const { client, timer } = fakeClient();
		const look = jest.fn<Promise<undefined>, [number]>().mockResolvedValue(undefined);
		const report = jest.fn();
		const wait = { look, pause: (count: number) => 10 * 2 ** count, limit: 55, report, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toMatchObject({ message: 'Too long' });
		expect(timer.waits).toEqual([10, 20, 25]);
		expect(look.mock.calls).toEqual([[0], [1], [2], [3]]);
		expect(report).toHaveBeenCalledTimes(3);
	});

	it('goes on with the value that is there instead after the limit', async () => {
		const { client } = fakeClient();
		const look = async () => await Promise.resolve(undefined);
		const instead = { id: 'old' };
		const wait = { look, pause: 10, limit: 10, tooLong: () => instead };
		expect(await waitUntil(client, wait)).toBe(instead);
	});

	it('ends with the failure of a look', async () => {
		const { client, timer } = fakeClient();
		const look = async () => await Promise.reject<object>(new Failure('Gone', ''));
		await expect(waitUntil(client, { look, pause: 10, limit: 99, tooLong })).rejects.toMatchObject({
			message: 'Gone',
		});
		expect(timer.waits).toEqual([]);
	});

	it.each([
		[true, [true, true, true]],
		[false, [true, false, false]],
	])('that renews the budget of its item (%s) has budget at its looks: %j', async (renews, all) => {
		const { client, item, timer } = fakeClient();
		const seen: boolean[] = [];
		const look = async () => {
			item.begin(timer.now());
			seen.push(item.hasBudget(timer.now(), 0));
			return await Promise.resolve(undefined);
		};
		const wait = { look, pause: 400_000, limit: 800_000, renewsBudget: renews, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toThrow('Too long');
		expect(seen).toEqual(all);
	});
});
