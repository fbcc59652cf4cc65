import { ingestionHint } from '../../transport/errors/ingestionHints';
import { s3AccessKey, type Source } from '../baseConnection';
import type { RunCause } from './cause';

/** What a person can do about an error of a run, by Adobe's code (contract.md, run error codes). */
const byCode = new Map([
	[
		'CONNECTOR-3001-500',
		'Adobe could not write the data. Run Dataflow Run > Retry. If it fails again, send run ID and code to Adobe support.',
	],
]);

export function runHint(code: string): string {
	return byCode.get(code) ?? ingestionHint(code) ?? '';
}

const RETRY = 'then run Dataflow Run > Retry.';

/**
 * What a person can do about the cause of a failed run.
 * @param source of its dataflow, if known: keys and servers are not put right in the same way
 */
export function causeHint(cause: RunCause, source: Source | undefined): string {
	switch (cause) {
		case 'credentials':
			return `The source refused the credentials of the base connection. Write new ones with ${writeCredentials(source)}, if you have not done so already, ${RETRY}`;
		case 'network':
			return `The source did not answer. Check its address and port, and that it lets in Adobe's IP addresses, ${RETRY}`;
		case 'path':
			return `File, folder or bucket not found, or not open to this connection. Check the path with Base Connection > Explore, ${RETRY}`;
		case 'file':
			return 'The file could not be parsed. Check its format, delimiter, encoding, compression and header row.';
		case 'records':
			return 'Records do not fit the mapping or the schema. Get Failed Records shows which and why.';
		case 'limit':
			return `A quota or limit was exceeded. Ingest fewer or smaller files at once, or wait, ${RETRY}`;
		default:
			return `Check the connection with Base Connection > Test and the file with Base Connection > Explore, ${RETRY}`;
	}
}

function writeCredentials(source: Source | undefined): string {
	const [token, other] = [
		'Base Connection > Update Session Token',
		'Base Connection > Update Credentials',
	];
	if (source === undefined) return `${token} (Amazon S3) or ${other} (other sources)`;
	const { methods } = source;
	return methods.includes(s3AccessKey) ? token : other;
}
