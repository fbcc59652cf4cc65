import type { JournalEntry } from '../types';
import type { World } from '../world';
import type { Call } from './call';

/** Writes a request down on arrival; its status and fate are filled in later. */
export function record(world: World, call: Call): JournalEntry {
	const { journal, settings } = world;
	const [path = '', ...query] = call.rawUrl.split('?');
	const entry: JournalEntry = {
		at: Date.now(),
		method: call.method,
		path,
		query: query.join('?'),
		headers: call.headers,
		body: call.body,
		status: 0,
		applied: false,
	};
	journal.push(entry);
	// In larger bites, so that a long storm does not pay for a shift on each request.
	if (journal.length > settings.journalLimit * 1.1) {
		journal.splice(0, journal.length - settings.journalLimit);
	}
	return entry;
}
