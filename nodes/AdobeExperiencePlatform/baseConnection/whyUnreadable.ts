import type { ApiClient } from '../adobe/apiClient';
import { asFailure, Failure } from '../adobe/errors/failure';
import type { Connection } from './connection';
import { requestExplore } from './explore';
import { adviceFor, isOfKeys } from './refused';

/** Why Adobe cannot read with a connection, and the next step. */
export interface Diagnosis {
	reason: string;
	whatToDo: string;
	/** Whether new credentials are the next step. */
	isOfKeys: boolean;
}

/** A failed test is worth two tries to find out why, not a wait. */
const MOST_TRIES = 2;

/**
 * Why the test of a connection failed. The test itself gives no reason (contract.md (f)), but the words with which
 * the source refuses to list its files do.
 */
export async function whyUnreadable(
	client: ApiClient,
	id: string,
	connection: Connection | undefined,
): Promise<Diagnosis> {
	const refused = await requestExplore(client, id, { objectType: 'root' }, MOST_TRIES).catch(
		asFailure,
	);
	const said = refused instanceof Failure ? refused.sourceCause : undefined;
	// A test fails for what Adobe signs in with, unless the source names something else.
	const cause = said === undefined || said === 'file' ? 'credentials' : said;
	const { message, hint } = adviceFor(cause, connection);
	return { reason: message, whatToDo: hint, isOfKeys: isOfKeys(cause) };
}
