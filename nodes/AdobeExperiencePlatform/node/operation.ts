import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import type { CallSettings } from '../adobe/session';
import type { ItemParameters } from './itemParameters';
import type { Refusal } from '../adobe/errors/failure';
import { normalizeEtag, type EntityKind } from '../adobe/entity/kind';
import { etagsOf } from '../adobe/entity/etags';

/** What one item asks for: its parameters, read and checked. Nothing is sent yet. */
export interface Task {
	settings: CallSettings;
	/** Tasks with the same key run one after another, in the order of their items. */
	key?: string;
	/** Values of this item that must not appear anywhere. */
	secrets?: string[];
	/** Warnings that are no errors. */
	hints?: string[];
	/** Says what it will read, before any item runs. Then one request reads for many items. */
	announce?(client: ApiClient): void;
	run(client: ApiClient): Promise<IDataObject[]>;
	/** Work that several items share, with one output for all of them. Then `run` is not called. */
	shared?: SharedWork;
}

export interface SharedWork<P = unknown> {
	/** Items with the same key belong together. */
	key: string;
	part: P;
	/**
	 * Runs once, for the first item.
	 * @param refuse excludes an item, or ends the work by throwing
	 */
	run(
		parts: ReadonlyArray<SharedPart<P>>,
		client: ApiClient,
		refuse: Refuse,
	): Promise<IDataObject[]>;
}

export interface SharedPart<P> {
	/** Its index in the input. */
	item: number;
	part: P;
}

export type Refuse = (item: number, refusal: Refusal) => void;

/** An entry of the operation list, with its parameters. */
export interface Operation {
	/** In Title Case. */
	label: string;
	/** Its text in the list of all actions. */
	action: string;
	description: string;
	/** Their display options leave out resource and operation. */
	properties: INodeProperties[];
	/** @throws Refusal for invalid parameters */
	prepare(parameters: ItemParameters): Task;
}

/**
 * A task with one output about the entity that the field `<noun>Id` names.
 * @param of.isInOrder whether tasks of the same entity run one after another
 */
export function entityTask(
	parameters: ItemParameters,
	{ noun, isInOrder }: { noun: 'connection' | 'dataflow' | 'run'; isInOrder?: true },
	run: (client: ApiClient, id: string) => Promise<IDataObject>,
): Task {
	const id = parameters.id(`${noun}Id`, noun);
	const settings = parameters.settings();
	return {
		settings,
		...(isInOrder && { key: JSON.stringify([settings.sandboxName, id]) }),
		run: async (client) => [await run(client, id)],
	};
}

/**
 * A task that changes one entity under its etag. Without the user's etag, the etags of many items are read
 * together. Tasks of one entity run one after another.
 * @param update gets the user's own etag, or '' to use the current one
 */
export function etagTask(
	parameters: ItemParameters,
	kind: EntityKind,
	id: string,
	update: (client: ApiClient, etag: string) => Promise<IDataObject>,
): Task {
	const settings = parameters.settings();
	const etag = normalizeEtag(parameters.header('etag', 'Etag'));
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, id]),
		announce(client) {
			if (!etag) etagsOf(client, kind).announce(id);
		},
		run: async (client) => [await update(client, etag)],
	};
}

/** The order for reading a table: the name before the ID, the etag last. */
export function inReadingOrder({ name, id, etag, ...rest }: IDataObject): IDataObject {
	return {
		...(name !== undefined && { name }),
		...(id !== undefined && { id }),
		...rest,
		...(etag !== undefined && { etag }),
	};
}

/**
 * The names of updated parameters, as an output field. A create updates nothing, but nodes of version 1 list
 * what it wrote.
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
