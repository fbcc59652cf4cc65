import { type Fact, holds, isError, notReached, type Probe } from '../fact';
import { type Answer, member } from '../platform';

const IMPORT = '/data/foundation/import/batches';
const section = 'n';

/** What only an empty batch of our own shows; it is aborted and never ingested. */
export async function batchWrites(
	probe: Probe,
	check: (facts: readonly Fact[]) => Promise<void>,
): Promise<void> {
	const { dataset } = probe.options;
	if (dataset === undefined) return;
	const { platform } = probe;
	let batchId: string | undefined;
	const act = async (action: string): Promise<Answer> =>
		await platform.ask('POST', `${IMPORT}/${batchId}?action=${action}`);
	const about = (id: string, says: string, ask: () => Promise<[Answer, boolean]>): Fact => ({
		id,
		says,
		section,
		async check() {
			if (batchId === undefined) return notReached('No batch could be created');
			return holds(...(await ask()));
		},
	});
	const created: Fact = {
		id: 'batch-create',
		says: 'A batch is created: 201 with its id',
		section,
		async check() {
			const answer = await platform.ask('POST', IMPORT, {
				body: { datasetId: dataset, inputFormat: { format: 'json' } },
			});
			const id = member(answer.body, 'id');
			if (typeof id === 'string') batchId = id;
			return holds(answer, answer.status === 201 && batchId !== undefined);
		},
	};
	await check([
		created,
		about('batch-status', 'It is in the Catalog at once, as loading, keyed by its ID', async () => {
			const answer = await platform.ask('GET', `/data/foundation/catalog/batches/${batchId}`);
			return [answer, member(answer.body, String(batchId), 'status') === 'loading'];
		}),
		about('batch-abort', 'A batch that is loading can be aborted', async () => {
			const answer = await act('ABORT');
			return [answer, answer.status < 300];
		}),
		about('batch-complete-late', 'An aborted batch cannot be completed: 428', async () => {
			const answer = await act('COMPLETE');
			return [answer, isError(answer, 428)];
		}),
	]);
}
