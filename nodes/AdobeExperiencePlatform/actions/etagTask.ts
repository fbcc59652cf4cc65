import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../transport/apiClient';
import { normalizeEtag } from '../transport/entity/etag';
import type { EtagReader } from '../transport/entity/etagReader';
import type { EntityKind } from '../transport/entity/kind';
import type { ItemParameters } from './itemParameters';
import type { Task } from './types';

/**
 * A task that changes one entity under its etag: where the user gave none, that of many items is read
 * together. Tasks of one entity run one after another.
 * @param update gets the user's own etag, '' for reading the current one by `etags`
 */
export function etagTask(
	parameters: ItemParameters,
	kind: EntityKind,
	id: string,
	update: (client: ApiClient, etag: string, etags: EtagReader) => Promise<IDataObject>,
): Task {
	const settings = parameters.settings();
	const etag = normalizeEtag(parameters.header('etag', 'Etag'));
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, id]),
		announce(session) {
			if (!etag) session.etags(kind, settings).announce(id);
		},
		run: async (client, session) => [await update(client, etag, session.etags(kind, settings))],
	};
}
