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
	[
		'INGEST-1211-400',
		'Some records were refused, and error diagnostics were off: switch Error Diagnostics on for the dataflow to see which.',
	],
	['INGEST-1212-400', 'Some records were refused: Get Failed Records shows which and why.'],
	['INGEST-1401-400', 'A row of the file is damaged: Get Failed Records shows which.'],
	[
		'INGEST-1555-400',
		'A required field is missing in some records: Get Failed Records shows which. Complete them in the file, or map another column.',
	],
	['MAPPER-3700-400', 'The mapping does not fit some records: check the mapping of the dataflow.'],
]);

export function runHint(code: string): string {
	return hints.get(code) ?? '';
}

/** The code by which a run says that the source refused the credential (contract.md, run error codes). */
export const COPY_FAILED = 'CONNECTOR-1001-500';
