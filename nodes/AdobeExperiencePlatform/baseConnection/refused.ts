import type { ApiClient } from '../adobe/apiClient';
import { asFailure, Failure, type Problem } from '../adobe/errors/failure';
import { problemOfCause, type SourceCause } from '../adobe/errors/sourceRefusal';
import {
	connectionIfReadable,
	FEW_TRIES,
	requestExplore,
	testConnection,
	type Connection,
} from './connection';
import { sourceOf, isOf, type Source } from './sources/source';
import { s3AccessKey } from './sources/amazonS3';

/**
 * The operation that writes new credentials.
 * @param source of the connection, if known
 */
export function writeCredentials(source: Source | undefined): string {
	const [token, other] = [
		'Base Connection > Update Session Token',
		'Base Connection > Update Credentials',
	];
	if (source === undefined) return `${token} (Amazon S3) or ${other} (other sources)`;
	return source.methods.includes(s3AccessKey) ? token : other;
}

/** Whether new keys are the next step. They are not for a wrong path or an unreachable server. */
function isOfKeys(cause: SourceCause | undefined): boolean {
	return cause === 'expired' || cause === 'credentials' || cause === 'denied';
}

/**
 * What happened and the next step, if the source refused Adobe.
 * @param connection if it could be read: sources renew their credentials in different ways
 */
function adviceFor(cause: SourceCause | undefined, connection: Connection | undefined): Problem {
	const problem = problemOfCause(cause);
	if (!isOfKeys(cause)) return problem;
	const source = sourceOf(connection?.connectionSpec?.id);
	const specName = connection?.auth?.specName ?? '';
	const method = source?.methods.find((one) => isOf(one, specName));
	if (method?.credentials.length === 0) {
		return {
			message: 'The source does not accept the role of Experience Platform',
			description:
				'Put the role into the bucket policy. Create and Create or Update return it as iamRole.',
		};
	}
	const renew = `Write new ones with ${writeCredentials(source)}`;
	if (cause === 'denied') {
		return {
			message: 'The source denies access with the keys of this connection',
			description: `They have expired or are invalid, or they may not list its files. ${renew}, or use Base Connection > Update to set the bucket and folder that they may list.`,
		};
	}
	const why = cause === 'expired' ? '' : 'They have expired or are invalid. ';
	return { message: problem.message, description: `${why}${renew}.` };
}

/** For keys that work. */
const NOT_OPEN: Problem = {
	message: 'File or folder not found, or not open to the keys of this connection',
	description: 'The keys work. Check the path, and that they may read it.',
};
/** The same without a path. Keys for one bucket may not list all buckets (contract.md (d)). */
const NOT_LISTED: Problem = {
	message: 'The keys of this connection may not list its files',
	description:
		'The keys work. Use Base Connection > Update to set the bucket and folder that they may read.',
};

/**
 * A refusal by the source with one cause and one next step. Some sources use the same words for expired keys and
 * a missing file, so the connection is tested.
 */
export async function explained(
	client: ApiClient,
	id: string,
	failure: Failure,
	isRoot: boolean,
): Promise<Failure> {
	const said = problemOfCause(failure.sourceCause);
	// Only these failures are refusals by the source.
	if (failure.message !== said.message) return failure;
	const advice = await adviceAfterTest(client, id, failure.sourceCause, isRoot);
	if (!advice) return failure;
	const words = failure.description.slice(said.description.length);
	const { httpCode, code } = failure;
	return new Failure(advice.message, `${advice.description}${words}`, httpCode, code, advice.cause);
}

async function adviceAfterTest(
	client: ApiClient,
	id: string,
	cause: SourceCause | undefined,
	isRoot: boolean,
): Promise<(Problem & { cause?: SourceCause }) | undefined> {
	if (cause !== undefined && !isOfKeys(cause)) return undefined;
	const isOfCredentials = cause === 'expired' || cause === 'credentials';
	const works = !isOfCredentials && (await testConnection(client, id, FEW_TRIES).catch(asFailure));
	if (works instanceof Failure) return undefined;
	if (works) return { ...(isRoot ? NOT_LISTED : NOT_OPEN), cause };
	const known = cause ?? 'credentials';
	return { ...adviceFor(known, await connectionIfReadable(client, id)), cause: known };
}

/**
 * Why the test of a connection failed. The test gives no reason (contract.md (f)), but the source does when it
 * refuses to list its files.
 * @returns `isOfKeys`: whether new credentials are the next step
 */
export async function whyUnreadable(
	client: ApiClient,
	id: string,
	connection: Connection | undefined,
): Promise<Problem & { isOfKeys: boolean }> {
	const refused = await requestExplore(client, id, { objectType: 'root' }, FEW_TRIES).catch(
		asFailure,
	);
	const said = refused instanceof Failure ? refused.sourceCause : undefined;
	// The test is about credentials, unless the source names another cause.
	const cause = said === undefined || said === 'file' ? 'credentials' : said;
	return { ...adviceFor(cause, connection), isOfKeys: isOfKeys(cause) };
}
