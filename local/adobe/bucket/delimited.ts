import type { Json } from '../types';

/** Splits delimited text into records, honouring quotes, doubled quotes and line ends inside of quotes (RFC 4180). */
function splitRecords(text: string, delimiter: string): string[][] {
	const records: string[][] = [];
	let record: string[] = [];
	let value = '';
	let quoted = false;
	const endValue = () => {
		record.push(value);
		value = '';
	};
	const endRecord = () => {
		endValue();
		if (record.length > 1 || record[0] !== '') records.push(record);
		record = [];
	};
	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		if (quoted) {
			if (character !== '"') value += character;
			else if (text.charAt(index + 1) === '"') value += text.charAt(++index);
			else quoted = false;
		} else if (character === '"' && value === '') quoted = true;
		else if (character === delimiter) endValue();
		else if (character === '\n') endRecord();
		else if (character !== '\r') value += character;
	}
	endRecord();
	return records;
}

/**
 * Rows of a delimited file, whose first record names the columns. All values are text; a record that is too short
 * leaves its last columns out, what is beyond the last column is dropped. What Adobe does with a byte order mark and
 * with columns of one name is not documented: here the mark stays part of the first name, and the last of such columns
 * has the value, so that whoever is careless loses data.
 * @param text decoded
 * @param delimiter one character
 */
export function parseDelimited(text: string, delimiter: string): { names: string[]; rows: Json[] } {
	const [names = [], ...records] = splitRecords(text, delimiter);
	const rows = records.map((record) => {
		const present = names.slice(0, record.length);
		return Object.fromEntries(present.map((name, index) => [name, record[index]]));
	});
	return { names, rows };
}

/** Delimited text of rows, quoted where a value needs it. */
export function toDelimited(names: string[], rows: unknown[][], delimiter = ','): string {
	const cell = (value: unknown) => {
		const text = String(value ?? '');
		const special = text.includes(delimiter) || /["\r\n]/.test(text);
		return special ? `"${text.replaceAll('"', '""')}"` : text;
	};
	return [names, ...rows].map((row) => `${row.map(cell).join(delimiter)}\n`).join('');
}
