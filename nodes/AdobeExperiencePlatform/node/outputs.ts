import type { IDataObject } from 'n8n-workflow';
import type { ItemParameters } from './itemParameters';

/** An output in the order in which people read a table: the name before the ID, the etag last. */
export function inReadingOrder({ name, id, etag, ...rest }: IDataObject): IDataObject {
	return {
		...(name !== undefined && { name }),
		...(id !== undefined && { id }),
		...rest,
		...(etag !== undefined && { etag }),
	};
}

/**
 * What was updated, as an output field. What a create writes is no update; a node of version 1 lists it.
 * @param created undefined for an operation that only creates
 */
export function updatedOutput(
	{ isOfVersion1 }: Pick<ItemParameters, 'isOfVersion1'>,
	updated: string[],
	created?: boolean,
): { updated?: string[] } {
	if (isOfVersion1 || created === false) return { updated };
	return created === undefined ? {} : { updated: [] };
}
