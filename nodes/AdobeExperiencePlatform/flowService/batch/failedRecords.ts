import type { ApiClient } from '../../transport/apiClient';
import { failedRecordsOf, isFinished, type FailedRecords } from '../run';
import { flatBatch } from './flatBatch';
import { getBatch } from './read';

/** The records that a batch could not take, with the reason of each (Data Access, error diagnostics). */
export async function getFailedRecordsOfBatch(
	client: ApiClient,
	batchId: string,
	limit: number,
): Promise<FailedRecords> {
	const { status, recordsFailed } = flatBatch(await getBatch(client, batchId));
	if (!isFinished(status)) {
		return { records: [], whyNone: 'The batch has not finished yet: wait for it first.' };
	}
	const records = await failedRecordsOf(client, [batchId], limit);
	if (records.length > 0) return { records };
	const whyNone =
		recordsFailed === 0
			? 'All records of this batch were ingested.'
			: 'Adobe has no failed records for this batch: they are kept only if Error Diagnostics was on, and for 30 days.';
	return { records, whyNone };
}
