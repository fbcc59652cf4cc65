import type { ApiClient } from '../../transport/apiClient';
import { deleteEntity } from '../../transport/entity/delete';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { DATAFLOW, SOURCE_CONNECTION, TARGET_CONNECTION, type Dataflow } from './entities';
import { removeUnusedPart } from './parts';

/**
 * Deletes a dataflow, and with it source and target connection where no other dataflow uses them.
 * @throws Failure that names the parts that could not be deleted; the dataflow itself is gone then
 */
export async function deleteDataflow(
	client: ApiClient,
	id: string,
	{ deleteParts }: { deleteParts: boolean },
): Promise<void> {
	const flow = deleteParts ? await getEntity<Dataflow>(client, DATAFLOW, id) : undefined;
	await deleteEntity(client, DATAFLOW, id);
	const parts = [
		...(flow?.sourceConnectionIds ?? []).map((part) => [SOURCE_CONNECTION, part] as const),
		...(flow?.targetConnectionIds ?? []).map((part) => [TARGET_CONNECTION, part] as const),
	];
	const failures: Failure[] = [];
	const left: string[] = [];
	for (const [kind, part] of parts) {
		const failed = await removeUnusedPart(client, kind, part, id).then(() => undefined, asFailure);
		if (!failed) continue;
		failures.push(failed);
		left.push(`${kind.noun} ${part}`);
	}
	const [first] = failures;
	if (first) {
		throw first.with(`The dataflow ${id} is deleted. Not deleted: ${left.join(', ')}.`);
	}
}
