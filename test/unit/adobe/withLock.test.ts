import { sleep } from 'n8n-workflow';
import { withLock } from '../../../nodes/AdobeExperiencePlatform/adobe/concurrency';
import { Execution } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';

const settle = async () => await sleep(1);

/** Work under the lock of "a" that records its start, and ends on demand. */
function worker(begun: string[], name: string, run = new Execution()) {
	let end: (error?: Error) => void = () => {};
	const over = new Promise<void>((resolve, reject) => {
		end = (error) => (error ? reject(error) : resolve());
	});
	const done = withLock('a', run, async () => {
		begun.push(name);
		await over;
	}).catch((error: Error) => error.name);
	return { end, done };
}

describe('A lock', () => {
	it('lets in one after another, in order, also after one that failed', async () => {
		const begun: string[] = [];
		const workers = ['1', '2', '3'].map((name) => worker(begun, name));
		await settle();
		expect(begun).toEqual(['1']);
		workers[0]?.end(new Error('x'));
		await settle();
		expect(begun).toEqual(['1', '2']);
		workers[1]?.end();
		await settle();
		expect(begun).toEqual(['1', '2', '3']);
		workers[2]?.end();
		await Promise.all(workers.map(async ({ done }) => await done));
	});

	it('is waited for no longer by a cancelled run, and still by who comes behind it', async () => {
		const begun: string[] = [];
		const abort = new AbortController();
		const first = worker(begun, '1');
		const second = worker(begun, '2', new Execution(abort.signal));
		const third = worker(begun, '3');
		await settle();
		abort.abort();
		expect(await second.done).toBe('Cancelled');
		await settle();
		expect(begun).toEqual(['1']);
		const fourth = worker(begun, '4');
		first.end();
		await settle();
		expect(begun).toEqual(['1', '3']);
		third.end();
		await settle();
		expect(begun).toEqual(['1', '3', '4']);
		fourth.end();
		await Promise.all([first.done, third.done, fourth.done]);
	});
});
