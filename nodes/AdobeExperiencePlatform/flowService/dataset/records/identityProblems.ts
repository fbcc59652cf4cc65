import { isRecord } from '../../../transport/json';
import { IDENTITY_MAP, type Identity } from '../identities';
import { isEmpty, type ValueProblem } from './convert';

/** Adobe skips records with other identities without a word (Data ingestion, quality). */
const LONGEST_IDENTITY = 1024;
const ECID = /^\d{38}$/;

/** Identities of a record by which Adobe would leave it out. */
export function identityProblems(
	record: unknown,
	identities: readonly Identity[],
	isForProfile: boolean,
): ValueProblem[] {
	const problems = identities.flatMap(({ path, namespace }) => {
		const value = at(record, path);
		if (isEmpty(value)) return [];
		const text = String(value);
		const isEcid = namespace.toUpperCase() === 'ECID';
		if (isEcid && !ECID.test(text)) {
			return [{ path, value, wanted: 'an ECID, which has 38 digits' }];
		}
		return text.length > LONGEST_IDENTITY
			? [{ path, value, wanted: `an identity of up to ${LONGEST_IDENTITY} characters` }]
			: [];
	});
	const primary = identities.filter(({ isPrimary }) => isPrimary);
	const isKnown = [IDENTITY_MAP, ...primary.map(({ path }) => path)].some(
		(path) => !isEmpty(at(record, path)),
	);
	const [first] = primary;
	if (isForProfile && first && !isKnown) {
		problems.push({ path: first.path, value: undefined, wanted: 'a value' });
	}
	return problems;
}

function at(record: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
			record,
		);
}
