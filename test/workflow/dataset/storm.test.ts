import { stormOfUploads } from '../../../tools/storm/uploads';
import { inVirtualTime } from '../../support/virtualTime';

// `npm run storm -- --only uploads` does the same with more of them, and with pauses that the service asks for.
const COUNT = 30;

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	it.each([1, 2, 3])(
		'uploads make one batch each, with each record once (seed %i)',
		async (seed) => {
			const storm = await inVirtualTime(
				async () =>
					await stormOfUploads({
						items: COUNT,
						faults: 0.2,
						concurrency: 50,
						pauses: false,
						seed,
					}),
			);
			expect(storm).toMatchObject({
				asked: COUNT,
				succeeded: COUNT,
				failed: 0,
				exist: COUNT,
				doubled: 0,
				orphaned: 0,
				lost: 0,
				secrets: 0,
				errors: [],
			});
			expect(storm.faults / storm.calls).toBeGreaterThan(0.1);
		},
		120_000,
	);
});
