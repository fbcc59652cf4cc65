import { Failure } from '../transport/errors/failure';

/**
 * Why a path could not be read with a connection. A missing file and keys that have expired are two messages.
 * @param failure how the request for it ended
 */
export function notReadable(path: string, failure: Failure): Failure {
	const { message, description, httpCode, code, sourceCause } = failure;
	const as = (title: string, text: string) =>
		new Failure(title, `${text} Nothing was created.`, httpCode, code, sourceCause);
	if (sourceCause === 'path') return as(`File not found: ${path.replace(/^\/+/, '')}`, description);
	if (sourceCause !== undefined && sourceCause !== 'file') {
		return as(message, `"${path}" could not be read. ${description}`);
	}
	return as(
		`"${path}" could not be read with this connection`,
		`${message}. ${description} Or choose another path from the list, or another Format.`,
	);
}
