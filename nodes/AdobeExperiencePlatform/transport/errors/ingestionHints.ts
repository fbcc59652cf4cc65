/**
 * What to do about records and files that Adobe refuses, by the codes that runs, batches and Data Prep
 * share (contract.md, run error codes). Grouped by what a person does about it.
 */
const byAdvice: Array<[codes: string, hint: string]> = [
	[
		'106',
		'A file is empty: put records into it, or leave it out of the path. Then ingest it again.',
	],
	['118', 'The header row of the file is empty: name the columns in its first row.'],
	[
		'133 INGEST-133-400',
		'Adobe found no files to ingest: check Path and the time window, and that the files were changed within it.',
	],
	[
		'100 123 TypeCompatibilityException DCVS-1104-400',
		'A value has another type than its field. Correct it in the file, or map the column to a field of its type.',
	],
	[
		'DCVS-1105-400',
		'A value has another form than its field wants, for instance a date or an email address. Correct it in the file.',
	],
	[
		'DCVS-1106-400',
		'A value is not among the allowed values of its field. Correct it in the file, or add the value to the schema.',
	],
	[
		'DCVS-1111-400',
		'A required field has no value in some records. Fill it in the file, or map another column to it.',
	],
	[
		'INGEST-1002-400',
		'Adobe could not take the data. Ingest it again; if it fails again, give the code to Adobe support.',
	],
	[
		'INGEST-1211-400',
		'Some records were refused, and error diagnostics were off: switch Error Diagnostics on for the dataflow to see which.',
	],
	['INGEST-1212-400', 'Some records were refused: Get Failed Records shows which and why.'],
	[
		'1401 INGEST-1401-400',
		'A row of the file is damaged: Get Failed Records shows which. Correct it and ingest the file again.',
	],
	[
		'INGEST-1555-400',
		'A required field is missing in some records: Get Failed Records shows which. Complete them in the file, or map another column.',
	],
	['MAPPER-3700-400', 'The mapping does not fit some records: check the mapping of the dataflow.'],
];

/** Codes of one service that share what to do about them, by their beginning. */
const byFamily: Array<[beginning: string, hint: string]> = [
	[
		'MAPPER-',
		'Data Prep refuses the mapping: correct the column, expression or field that its message names.',
	],
	[
		'DCVS-',
		'A record does not fit the schema: correct the field that the message names, in the file or in the mapping.',
	],
	[
		'INGEST-',
		'Adobe could not ingest some of the data: Get Failed Records shows which records, if there are any.',
	],
];

const byCode = new Map(
	byAdvice.flatMap(([codes, hint]) => codes.split(' ').map((code) => [code, hint] as const)),
);

/** What to do about an error of a run, a batch or a mapping; undefined for a code of something else. */
export function ingestionHint(code: string): string | undefined {
	return byCode.get(code) ?? byFamily.find(([beginning]) => code.startsWith(beginning))?.[1];
}
