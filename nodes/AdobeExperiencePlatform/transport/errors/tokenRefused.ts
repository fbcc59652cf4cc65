import { hasStatus, type Outcome } from '../outcome';
import { readErrorAnswer } from './errorAnswer';
import { deniesPermission } from './errorHints';

/** Whether the service refuses the access token; a 401 may also say that a permission is missing. */
export function isTokenRefused(outcome: Outcome): boolean {
	return hasStatus(outcome, 401) && !deniesPermission(readErrorAnswer(outcome));
}
