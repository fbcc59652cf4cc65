import fc from 'fast-check';
import { sleep } from 'n8n-workflow';
import {
	type Queued,
	runConcurrently,
	withNameLock,
} from '../../../nodes/AdobeExperiencePlatform/adobe/concurrency';
import { ApiClient } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import { Execution, ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import { answer, fakeService } from '../fakeExecution';

/** Work that ends on demand, and a record of what started and ended. */
class Bench {
	readonly log: string[] = [];

	active = 0;

	mostActive = 0;

	private readonly ends = new Map<string, () => void>();

	work(name: string, key?: string): Queued {
		return {
			key,
			work: async () => {
				this.log.push(`+${name}`);
				this.mostActive = Math.max(this.mostActive, ++this.active);
				await new Promise<void>((resolve) => this.ends.set(name, resolve));
				this.active--;
				this.log.push(`-${name}`);
			},
		};
	}

	async end(name: string): Promise<void> {
		this.ends.get(name)?.();
		await sleep(0);
	}
}

const never = () => false;

describe('Work side by side', () => {
	it('begins in order, as many pieces at a time as the concurrency allows', async () => {
		const bench = new Bench();
		const all = runConcurrently(
			['a', 'b', 'c', 'd'].map((name) => bench.work(name)),
			2,
			never,
		);
		expect(bench.log).toEqual(['+a', '+b']);
		await bench.end('b');
		expect(bench.log).toEqual(['+a', '+b', '-b', '+c']);
		await bench.end('c');
		await bench.end('a');
		await bench.end('d');
		await all;
		expect(bench.mostActive).toBe(2);
	});

	it('does work of one key one after another, without holding up other work', async () => {
		const bench = new Bench();
		const all = runConcurrently(
			[
				bench.work('x1', 'x'),
				bench.work('x2', 'x'),
				bench.work('y1', 'y'),
				bench.work('z'),
				bench.work('x3', 'x'),
			],
			3,
			never,
		);
		expect(bench.log).toEqual(['+x1', '+y1', '+z']);
		await bench.end('x1');
		expect(bench.log.slice(3)).toEqual(['-x1', '+x2']);
		for (const name of ['y1', 'z', 'x2', 'x3']) await bench.end(name);
		await all;
		expect(bench.log.filter((entry) => entry.includes('x'))).toEqual([
			'+x1',
			'-x1',
			'+x2',
			'-x2',
			'+x3',
			'-x3',
		]);
	});

	it('begins nothing new once stopped, and ends when what is in flight has ended', async () => {
		const bench = new Bench();
		let isStopped = false;
		let isOver = false;
		const all = runConcurrently(
			['a', 'b', 'c'].map((name) => bench.work(name)),
			2,
			() => isStopped,
		).then(() => (isOver = true));
		isStopped = true;
		await bench.end('a');
		expect(isOver).toBe(false);
		await bench.end('b');
		await all;
		expect(bench.log).not.toContain('+c');
	});

	it('ends at once if there is nothing to do', async () => {
		await expect(runConcurrently([], 5, never)).resolves.toBeUndefined();
	});

	it('does everything once, each key in order, whatever the work and the concurrency', async () => {
		const queue = fc.array(fc.tuple(fc.constantFrom(undefined, 'a', 'b', 'c'), fc.nat(3)));
		await fc.assert(
			fc.asyncProperty(queue, fc.integer({ min: 1, max: 6 }), async (pieces, concurrency) => {
				const done: number[] = [];
				let active = 0;
				let most = 0;
				await runConcurrently(
					pieces.map(([key, turns], index) => ({
						key,
						work: async () => {
							most = Math.max(most, ++active);
							for (let turn = 0; turn < turns; turn++) await Promise.resolve();
							active--;
							done.push(index);
						},
					})),
					concurrency,
					never,
				);
				expect([...done].sort((a, b) => a - b)).toEqual(pieces.map((_piece, index) => index));
				expect(most).toBeLessThanOrEqual(concurrency);
				for (const key of ['a', 'b', 'c']) {
					const ofKey = done.filter((index) => pieces[index]?.[0] === key);
					expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
				}
			}),
		);
	});
});

const settle = async () => await sleep(1);

/** Work under the lock of one name that records its start, and ends on demand. */
function worker(begun: string[], name: string, run = new Execution()) {
	let end: (error?: Error) => void = () => {};
	const over = new Promise<void>((resolve, reject) => {
		end = (error) => (error ? reject(error) : resolve());
	});
	const client = new ApiClient(fakeService(() => answer(500)).http, run, new ItemScope());
	const done = withNameLock(client, { noun: 'flow', path: '/flows' }, 'a', async () => {
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
