import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';
import { toNodeError } from '../actions/errors';
import type { ApiClient } from '../transport/apiClient';
import { BOUNDS } from '../transport/bounds';
import { asFailure, Cancelled, Failure } from '../transport/errors/failure';
import { ItemScope } from '../transport/item';
import { Session, type ReadOnce } from '../transport/session';

/**
 * Reads a list for a person who looks at it: gives up within {@link BOUNDS.list} and says why, whatever
 * is slow, dead or limited.
 * @throws NodeApiError with what is wrong
 */
export async function listFor<T>(
	context: ILoadOptionsFunctions,
	read: (client: ApiClient, readOnce: ReadOnce) => Promise<T>,
): Promise<T> {
	const list = await readInTime(context, read).catch(asFailure);
	if (list instanceof Failure) throw toNodeError(context.getNode(), list);
	return list;
}

async function readInTime<T>(
	context: ILoadOptionsFunctions,
	read: (client: ApiClient, readOnce: ReadOnce) => Promise<T>,
): Promise<T> {
	const session = await Session.open(context, AbortSignal.timeout(BOUNDS.list));
	const sandboxName = String(context.getNodeParameter('options.sandboxName', '') ?? '').trim();
	const settings = { timeout: BOUNDS.list / 1000, sandboxName: sandboxName || undefined };
	const client = session.client(settings, new ItemScope());
	return await read(client, session.readOnceIn(settings)).catch(async (error: unknown) =>
		error instanceof Cancelled
			? await Promise.reject(tooSlow(session.run.whyRetried?.()))
			: await Promise.reject(error as Error),
	);
}

function tooSlow(last: Failure | undefined): Failure {
	const seconds = BOUNDS.list / 1000;
	return last
		? last.with(`This list was tried for ${seconds} seconds.`)
		: new Failure(
				`Adobe did not answer within ${seconds} seconds`,
				'Open the list again, or give the ID instead of choosing from the list.',
			);
}

/**
 * What the user has chosen before, which a list depends on.
 * @param noun what it is, as the label calls it
 * @param shows what the list shows of it
 * @throws NodeOperationError that says what to choose first
 */
export function chosen(
	context: ILoadOptionsFunctions,
	name: string,
	noun: string,
	shows: string,
): string {
	const value = context.getNodeParameter(name, '', { extractValue: true });
	const text = typeof value === 'string' ? value.trim() : '';
	if (text !== '') return text;
	throw new NodeOperationError(
		context.getNode(),
		`Choose the ${noun} first: the list shows its ${shows}. If the ${noun} comes from the node before, execute the previous nodes first.`,
		{ level: 'warning' },
	);
}
