import type { ApiClient } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeClient } from '../fakeExecution';

/**
 * The purpose of a request to the Import API or the Catalog: `list`, `look`, `create`, `PUT 00001.json`, `COMPLETE`.
 */
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
 * @param replies other replies by purpose, one after another. The last one repeats
 */
export function fakeImport(replies: Record<string, Reply[]> = {}, signal?: AbortSignal) {
	let id = '';
	const calls: Request[] = [];
	const reply = (): Outcome => {
		const purposes = calls.map(purposeOf);
		const purpose = purposes.at(-1) ?? '';
		// The whole process remembers batches.
		if (purpose === 'create') id = `batch${++made}`;
		const given = replies[purpose] ?? [];
		const count = purposes.filter((one) => one === purpose).length;
		const prepared = given[Math.min(count, given.length) - 1];
		if (prepared !== undefined) return typeof prepared === 'function' ? prepared(id) : prepared;
		if (purpose === 'create') return answer(200, { id });
		if (purpose === 'look') return answer(200, { [id]: { status: 'success' } });
		return answer(200, {});
	};
	const http: ApiClient['http'] = {
		...fakeClient().http,
		// Requests may run in parallel, so each has its own reply.
		send: async (request) => {
			calls.push(request);
			return await Promise.resolve(reply());
		},
	};
	return {
		...clientOf(http, signal),
		calls,
		sent: () => calls.map(purposeOf),
		batchId: () => id,
	};
}
