import { stormOfUploads } from '../../storm/uploads';
import { useBounds } from '../../support/bounds';

useBounds({ batchPause: 200, firstWait: 200, lateCreate: 3_000, lateCreateAfterTimeout: 3_000 });

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	it.each([1, 2, 3])(
		'200 uploads make 200 batches with each record once (seed %i)',
		async (seed) => {
			const storm = await stormOfUploads({
				items: 200,
				faults: 0.2,
				concurrency: 50,
				pauses: false,
				seed,
			});
			expect(storm).toMatchObject({
				asked: 200,
				succeeded: 200,
				failed: 0,
				exist: 200,
				doubled: 0,
				orphaned: 0,
				lost: 0,
				secrets: 0,
				errors: [],
			});
			expect(storm.faults / storm.calls).toBeGreaterThan(0.1);
		},
		900_000,
	);
});
