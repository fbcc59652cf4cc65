import type { ApiClient } from '../../transport/apiClient';
import { createOnce } from '../../transport/entity/create';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { RUN, type RawRun } from './entities';
import { runCreation } from './runCreation';
import { mayBeSame, windowOf } from './window';

/** The word for a retry in Adobe's newest page, and in its API description (contract.md, retry). */
const RETRY_WORDS = ['re-trigger', 'RE_TRIGGER'] as const;
/** Refusals of a word that the service does not know. */
const UNKNOWN_WORD = /(1398|1401|1434)-400$/;

/**
 * Runs a failed run again: `POST /runs/{id}/action?op=re-trigger`. Adobe makes a new run for it, which
 * takes the files of the same time window.
 * @returns the ID of the new run
 */
export async function retryRun(client: ApiClient, id: string): Promise<string> {
	const failed = await getEntity<RawRun>(client, RUN, id);
	const [word, older] = RETRY_WORDS;
	const created = await retryWith(client, failed, word).catch(asFailure);
	if (!(created instanceof Failure)) return created;
	if (!UNKNOWN_WORD.test(created.code ?? '')) throw created;
	return await retryWith(client, failed, older);
}

async function retryWith(client: ApiClient, failed: RawRun, op: string): Promise<string> {
	const { id, flowId = '' } = failed;
	const window = windowOf(failed);
	const created = await createOnce(client, {
		...runCreation(client, flowId, (other) => mayBeSame(window, other)),
		request: { path: `${RUN.path}/${encodeURIComponent(id)}/action`, query: [['op', op]] },
	});
	return created.id;
}
