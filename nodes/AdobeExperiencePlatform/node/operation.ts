import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import type { CallSettings, Session } from '../adobe/session';
import type { ItemParameters } from './itemParameters';
import type { Refusal } from '../adobe/errors/problem';
import { normalizeEtag, type EtagReader } from '../adobe/entity/etag';
import type { EntityKind } from '../adobe/entity/kind';

/** What one item asks for, read from its parameters and found good. Nothing is sent yet. */
export interface Task {
	settings: CallSettings;
	/** Tasks of one key run one after another in the order of their items; undefined means alone. */
	key?: string;
	/** Values of this item that must appear nowhere. */
	secrets?: string[];
	/** Things the user should know although they are no errors. */
	hints?: string[];
	/** Says what it is going to read, before any item runs: many items are then read for at once. */
	announce?(session: Session): void;
	/** Does it, and returns the item's outputs. */
	run(client: ApiClient, session: Session): Promise<IDataObject[]>;
	/** Items that are worked on together, with one output for all of them. Then `run` is not called. */
	shared?: SharedWork;
}

/** What some items ask for together. */
export interface SharedWork<P = unknown> {
	/** Items of one key belong together. */
	key: string;
	/** What this item brings. */
	part: P;
	/**
	 * Does it for all of them; that of the first item is called.
	 * @param refuse says that an item cannot be part of it: it is left out, or ends the work by a throw
	 */
	run(
		parts: ReadonlyArray<SharedPart<P>>,
		client: ApiClient,
		session: Session,
		refuse: Refuse,
	): Promise<IDataObject[]>;
}

export interface SharedPart<P> {
	/** Its place in the input. */
	item: number;
	part: P;
}

export type Refuse = (item: number, refusal: Refusal) => void;

/** One entry of the operation list with its parameters. */
export interface Operation {
	/** In Title Case, as the list shows it. */
	label: string;
	/** What the list of all actions says. */
	action: string;
	description: string;
	/** Without resource and operation among their display options. */
	properties: INodeProperties[];
	/** @throws Refusal where the parameters are not good */
	prepare(parameters: ItemParameters): Task;
}

/** One entry of the resource list. */
export interface Resource {
	label: string;
	/** By value; saved workflows hold the values. */
	operations: Record<string, Operation>;
	defaultOperation: string;
	/** The operation that most people look for, which the lists show first. */
	recommended: string;
}

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
