import { redactor, SecretForms } from '../../nodes/AdobeExperiencePlatform/adobe/redact';
import type { Checked } from './run';
import type { Answer } from './platform';

const LONGEST = 900;
/** Deeper members say little about what the node reads, and make a line long. */
const DEPTH = 5;

/**
 * An answer as it may be shown to others: of a success the names and types of members, of an error its text.
 * Names of connections, people and files are somebody's data.
 */
export function describe({ status, body }: Answer, secrets: readonly string[]): string {
	const text =
		status < 400 ? shapeOf(body, DEPTH) : typeof body === 'string' ? body : JSON.stringify(body);
	const clear = redactor(new SecretForms(secrets))(text).replace(/[\w.+-]+@[\w.-]+/g, '***');
	return `HTTP ${status} ${clear.slice(0, LONGEST)}`.trim();
}

function shapeOf(value: unknown, depth: number): string {
	if (Array.isArray(value)) {
		return value.length === 0 ? '[]' : `[${shapeOf(value[0], depth - 1)}]`;
	}
	if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
	if (depth <= 0) return '{…}';
	const members = Object.entries(value).map(
		([name, entry]) =>
			// Answers of the Catalog are keyed by ID, and custom fields have names of their own.
			`${/^(?!.*\d.*\d.*\d)[\w:]{1,40}$/.test(name) ? name : '<key>'}: ${shapeOf(entry, depth - 1)}`,
	);
	return `{${[...new Set(members)].join(', ')}}`;
}

/** One line, or two with what Adobe answered. */
export function lineOf(
	{ id, says, section, isUnsure, verdict }: Checked,
	secrets: string[],
): string {
	const head = `${verdict.state.padEnd(11)}  ${id.padEnd(35)}  ${says}${isUnsure ? ' (UNSURE so far)' : ''} [${section}]`;
	if (verdict.state === 'different')
		return `${head}\n             ${describe(verdict.answer, secrets)}`;
	if (verdict.state === 'not reached') return `${head}\n             ${verdict.reason}`;
	return verdict.note === undefined ? head : `${head}\n             ${verdict.note}`;
}

export function summaryOf(checked: readonly Checked[]): string {
	const count = (state: string) => checked.filter(({ verdict }) => verdict.state === state).length;
	return `${checked.length} facts: ${count('confirmed')} confirmed, ${count('different')} different, ${count('not reached')} not reached`;
}
