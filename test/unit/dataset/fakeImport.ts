import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../fakeExecution';

/** What a request to the Import API or the Catalog is for: `list`, `look`, `create`, `PUT 00001.json`, `COMPLETE`. */
export function purposeOf({ method, path, query }: Request): string {
	const [, , , service, kind, id, , , , file] = path.split('/');
	const action = query?.find(([name]) => name === 'action')?.[1];
	if (service === 'schemaregistry') return path.endsWith('descriptors') ? 'descriptors' : 'schema';
	if (kind === 'dataSets') return 'dataset';
	if (service === 'catalog') return id === undefined ? 'list' : 'look';
	return [action ?? (id === undefined ? 'create' : method), file].filter(Boolean).join(' ');
}

type Reply = Outcome | ((id: string) => Outcome);

let made = 0;

/**
 * A client of a service whose batches all succeed.
 * @param replies by purpose, one after another, what is answered otherwise; the last one stays
 */
export function fakeImport(replies: Record<string, Reply[]> = {}, signal?: AbortSignal) {
	let id = '';
	const service = fakeService((calls) => {
		const purposes = calls.map(purposeOf);
		const purpose = purposes.at(-1) ?? '';
		// Batches are remembered in the whole process.
		if (purpose === 'create') id = `batch${++made}`;
		const given = replies[purpose] ?? [];
		const count = purposes.filter((one) => one === purpose).length;
		const reply = given[Math.min(count, given.length) - 1];
		if (reply !== undefined) return typeof reply === 'function' ? reply(id) : reply;
		if (purpose === 'create') return answer(200, { id });
		if (purpose === 'look') return answer(200, { [id]: { status: 'success' } });
		return answer(200, {});
	});
	return {
		...clientOf(service.http, signal),
		calls: service.calls,
		sent: () => service.calls.map(purposeOf),
		batchId: () => id,
	};
}
