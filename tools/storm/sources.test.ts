import { WITH_CREDENTIALS } from '../../test/workflow/sources/cases';
import { stormOfSources } from './sources';

it('asks for credentials of each source that the checks of the node accept', async () => {
	const items = WITH_CREDENTIALS.length * 5;
	const result = await stormOfSources({ items, seed: 1, faults: 0, concurrency: 50 });
	expect(result.errors).toEqual([]);
	expect(result).toMatchObject({ asked: items, succeeded: items, lost: 0, secrets: 0 });
});
