import type { Call } from '../server/call';

/** Address that the caller asked, for links in answers; always http, since nothing here is encrypted. */
export function originOf({ headers }: Call): string {
	return `http://${headers.host ?? 'localhost'}`;
}
