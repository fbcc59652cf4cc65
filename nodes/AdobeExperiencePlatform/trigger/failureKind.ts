import { Refusal } from '../actions/refusal';
import { Failure } from '../transport/errors/failure';

/** Why a poll failed, in n8n's words: from 2.41 on it waits accordingly before the next poll. */
export interface FailureKind {
	cause:
		| 'rate-limited'
		| 'temporarily-unavailable'
		| 'credential-invalid'
		| 'configuration-invalid';
}

/** HTTP status codes that only a person can do something about. */
const NEEDS_A_PERSON: Record<string, FailureKind['cause']> = {
	'400': 'configuration-invalid',
	'401': 'credential-invalid',
	'403': 'configuration-invalid',
	'404': 'configuration-invalid',
};

export function failureKind(error: Error): FailureKind | undefined {
	if (error instanceof Refusal) return { cause: 'configuration-invalid' };
	if (!(error instanceof Failure)) return undefined;
	const { httpCode = '' } = error;
	if (httpCode === '429') return { cause: 'rate-limited' };
	return { cause: NEEDS_A_PERSON[httpCode] ?? 'temporarily-unavailable' };
}
