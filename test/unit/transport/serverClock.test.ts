import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/transport/bounds';
import { ServerClock } from '../../../nodes/AdobeExperiencePlatform/transport/serverClock';

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
});
