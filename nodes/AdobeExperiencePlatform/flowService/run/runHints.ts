import { ingestionHint } from '../../transport/errors/ingestionHints';

/** What a person can do about an error of a run, by Adobe's code (contract.md, run error codes). */
const hints = new Map([
	[
		'CONNECTOR-1001-500',
		'Adobe could not copy the files: the keys of the base connection have probably expired. Write new ones with Base Connection > Update Session Token, unless that was done since, then run Dataflow Run > Retry.',
	],
	[
		'CONNECTOR-2001-500',
		'Adobe could not read, validate or transform the files. Look at Get Failed Records, and check format, columns and mapping.',
	],
	[
		'CONNECTOR-3001-500',
		'Adobe could not write the data. Try again with Retry; if it goes on, give run ID and code to Adobe support.',
	],
]);

export function runHint(code: string): string {
	return hints.get(code) ?? ingestionHint(code) ?? '';
}

/** The code by which a run says that the source refused the credential (contract.md, run error codes). */
export const COPY_FAILED = 'CONNECTOR-1001-500';
