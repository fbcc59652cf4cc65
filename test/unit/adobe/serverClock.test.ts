import { BOUNDS, ServerClock } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';

const noon = Date.parse('2026-11-21T12:00:00Z');
const date = (at: number) => new Date(at).toUTCString();

describe("The service's clock", () => {
	it('is the local one within a tolerance before the first answer', () => {
		expect(new ServerClock().noEarlierThan(noon)).toBe(noon - BOUNDS.unknownClock);
	});

	it.each([undefined, '', 'yesterday'])('learns nothing from the header %s', (header) => {
		const clock = new ServerClock();
		clock.learn(header, noon);
		expect(clock.noEarlierThan(noon)).toBe(noon - BOUNDS.unknownClock);
	});

	it('is known as far as whole seconds and the way of the answer allow, never later than it was', () => {
		const ahead = 90_000;
		const clock = new ServerClock();
		// Written at 900 ms of its second, cut to the second, and 300 ms on its way.
		clock.learn(date(noon + ahead + 900), noon + 1_200);
		expect(clock.noEarlierThan(noon)).toBeLessThanOrEqual(noon + ahead);
		expect(clock.noEarlierThan(noon)).toBeGreaterThan(noon + ahead - 1_300);
	});

	it('may be behind the local one by more than the tolerance', () => {
		const clock = new ServerClock();
		clock.learn(date(noon - 2 * BOUNDS.unknownClock), noon);
		expect(clock.noEarlierThan(noon)).toBe(noon - 2 * BOUNDS.unknownClock);
	});

	it('becomes more exact by each answer, never less', () => {
		const clock = new ServerClock();
		clock.learn(date(noon), noon + 900);
		clock.learn(date(noon + 1_000), noon + 1_010);
		clock.learn(date(noon + 2_000), noon + 5_000);
		expect(clock.noEarlierThan(noon)).toBe(noon - 10);
	});

	it.each([3_600_000, -3_600_000])('is not moved by one odd header among others: %i ms', (odd) => {
		for (const at of [0, 1, 2]) {
			const clock = new ServerClock();
			for (let answer = 0; answer < 3; answer++) {
				clock.learn(date(noon + (answer === at ? odd : 0)), noon);
			}
			expect(clock.now(noon)).toBe(noon);
			expect(clock.noEarlierThan(noon)).toBe(noon);
		}
	});

	it('goes by the answer nearer to this machine if two disagree', () => {
		for (const order of [
			[2_000, 3_600_000],
			[3_600_000, 2_000],
		]) {
			const clock = new ServerClock();
			for (const offset of order) clock.learn(date(noon + offset), noon);
			expect(clock.now(noon)).toBe(noon + 2_000);
		}
	});

	it('follows a local clock that is set anew', () => {
		const clock = new ServerClock();
		for (let count = 0; count < 20; count++) clock.learn(date(noon), noon);
		for (let count = 0; count < 20; count++) clock.learn(date(noon), noon + 600_000);
		expect(clock.now(noon + 600_000)).toBe(noon);
	});
});
