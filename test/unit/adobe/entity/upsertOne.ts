import { createLocked } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/create';
import type { Entity, Written } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { upsertByName } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/upsert';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { FakeCollection } from './fakeCollection';

/**
 * Creates or updates "one"; notes what was updated.
 * @param failing what happens between the search and the update, and what the update then meets
 */
export async function upsert(
	service: FakeCollection,
	failing: (id: string) => Failure | undefined = () => undefined,
) {
	const updated: string[] = [];
	const { client } = service;
	const creation = service.creation();
	const { kind, name } = creation;
	const result = await upsertByName<Entity, Written>(client, {
		kind,
		name,
		create: async () => await createLocked(client, creation),
		async update({ id }) {
			const failure = failing(id);
			if (failure) throw failure;
			updated.push(id);
			return await Promise.resolve({ id, etag: '"updated"' });
		},
	}).catch((error: unknown) => error as Failure);
	return { result, updated };
}

/** Another process creates this one, while this process creates its own. */
export function meanwhile(
	service: FakeCollection,
	...others: Array<Partial<Entity> & { id: string }>
) {
	service.intercept = ({ method }) => {
		if (method === 'POST') {
			for (const other of others) {
				service.entities.push({ name: 'one', createdAt: service.now, ...other });
			}
		}
		return undefined;
	};
	return service;
}
