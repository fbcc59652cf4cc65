import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { shown, type ConnectionDraft, type Written } from './connection';
import { createConnection } from './createConnection';
import { deleteConnection } from './deleteConnection';
import { exploreConnection, type ExploreTarget } from './exploreConnection';
import { Failure } from './failure';
import { byName, byState, onlyS3 } from './filters';
import { CREDENTIAL, Http, type HttpSettings } from './http';
import type { Patch } from './patch';
import { boxPage, type BoxPage, type BoxSearch } from './pickBox';
import { readIamRole } from './readIamRole';
import { getConnection, LARGEST_PAGE, listConnections } from './readConnections';
import { redactDeep, redactor, type Redactor } from './redact';
import { Run, type ItemScope } from './run';
import { RunCredential } from './runCredential';
import { keysFrom, type S3Keys } from './s3';
import { Sender } from './sender';
import { testConnection } from './testConnection';
import { updateConnection, type UpdateOptions } from './updateConnection';
import { upsertConnection, type Upserted } from './upsertConnection';

export { asFailure, Failure } from './failure';
export { ItemScope, Run, type Change } from './run';

/** How an operation says where and how long to ask; items of one run may differ in it. */
export type CallSettings = HttpSettings;

/**
 * Adobe's Flow Service as the operations see it: base connections in and out, no URL, header or
 * status. One for each run; every method takes the item it works for.
 */
export class FlowService {
	private readonly senders = new Map<string, Sender>();

	private readonly iamRoles = new Map<string, Promise<string | undefined>>();

	private constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly credential: RunCredential,
		readonly run: Run,
	) {}

	/**
	 * Opens the service for one run with the node's credential.
	 * @throws Failure for a credential with an empty field, before anything is sent
	 */
	static async open(
		context: IExecuteFunctions | ILoadOptionsFunctions,
		signal?: AbortSignal,
	): Promise<FlowService> {
		const credentials = await context.getCredentials(CREDENTIAL);
		refuseEmptyFields(credentials);
		return new FlowService(context, new RunCredential(credentials), new Run(signal));
	}

	/** What the credential holds besides the access to Adobe; '' where it has none. */
	get credentialValues(): { keys: S3Keys; sandboxName: string } {
		const text = (name: string) => String(this.credential.data[name] ?? '').trim();
		return { keys: keysFrom(text), sandboxName: text('sandboxName') };
	}

	/** Creates a base connection, see {@link createConnection}. */
	async create(draft: ConnectionDraft, settings: CallSettings, item: ItemScope): Promise<Written> {
		const written = await createConnection(this.sender(settings), draft, item);
		item.change = { id: written.id, how: 'created' };
		return written;
	}

	/** Creates or changes the connection of a name, see {@link upsertConnection}. */
	async upsert(draft: ConnectionDraft, settings: CallSettings, item: ItemScope): Promise<Upserted> {
		const written = await upsertConnection(this.sender(settings), draft, item);
		item.change = { id: written.id, how: written.created ? 'created' : 'updated' };
		return written;
	}

	/** Changes a connection, see {@link updateConnection}. */
	async update(
		id: string,
		patch: Patch,
		options: UpdateOptions,
		settings: CallSettings,
		item: ItemScope,
	): Promise<Written> {
		return await updateConnection(this.sender(settings), id, patch.operations, options, item);
	}

	/** Reads one connection, without anything that could be a key. */
	async get(id: string, settings: CallSettings, item: ItemScope): Promise<IDataObject> {
		const connection = await getConnection(this.sender(settings), id, item);
		return redactDeep(shown(connection), this.redactor(item));
	}

	/**
	 * S3 base connections, newest first, without anything that could be a key.
	 * @param filters '' where there is none; the name is compared whole
	 */
	async list(
		filters: { name: string; state: string },
		limit: number,
		settings: CallSettings,
		item: ItemScope,
	): Promise<IDataObject[]> {
		const { name, state } = filters;
		const query = [onlyS3, name && byName(name), state && byState(state)].filter(isFilter);
		const clear = this.redactor(item);
		const found: IDataObject[] = [];
		// Where the service cannot compare the name, a page of the limit's size may hold no match.
		const pageSize = name && !byName(name) ? LARGEST_PAGE : Math.min(limit, LARGEST_PAGE);
		for await (const one of listConnections(this.sender(settings), query, item, pageSize)) {
			if ((name && one.name !== name) || (state && one.state !== state)) continue;
			found.push(redactDeep(shown(one), clear));
			if (found.length >= limit) break;
		}
		return found;
	}

	/** Deletes a connection, see {@link deleteConnection}. */
	async delete(id: string, settings: CallSettings, item: ItemScope): Promise<void> {
		await deleteConnection(this.sender(settings), id, item);
		item.change = { id, how: 'deleted' };
	}

	/** Whether the keys of a connection work, see {@link testConnection}. */
	async test(id: string, settings: CallSettings, item: ItemScope): Promise<boolean> {
		return await testConnection(this.sender(settings), id, item);
	}

	/** What is in the bucket, see {@link exploreConnection}. */
	async explore(
		id: string,
		target: ExploreTarget,
		settings: CallSettings,
		item: ItemScope,
	): Promise<IDataObject[]> {
		const entries = await exploreConnection(this.sender(settings), id, target, item);
		return redactDeep(entries, this.redactor(item));
	}

	/**
	 * The role for the bucket policy, asked once for each sandbox; see {@link readIamRole}. A failure
	 * is not kept: the next item asks again.
	 */
	async iamRole(settings: CallSettings, item: ItemScope): Promise<string | undefined> {
		const key = settings.sandboxName ?? '';
		let role = this.iamRoles.get(key);
		if (!role) {
			role = readIamRole(this.sender(settings), item);
			this.iamRoles.set(key, role);
			role.catch(() => this.iamRoles.delete(key));
		}
		return await role;
	}

	/** Some S3 connections for a pick box, see {@link boxPage}. */
	async page(search: BoxSearch, settings: CallSettings, item: ItemScope): Promise<BoxPage> {
		return await boxPage(this.sender(settings), search, item);
	}

	private redactor(item: ItemScope): Redactor {
		return redactor([...item.secrets, ...this.credential.secrets]);
	}

	private sender(settings: CallSettings): Sender {
		const key = JSON.stringify([settings.timeout, settings.sandboxName]);
		let sender = this.senders.get(key);
		if (!sender) {
			sender = new Sender(new Http(this.context, this.credential, settings), this.run);
			this.senders.set(key, sender);
		}
		return sender;
	}
}

function isFilter(filter: typeof onlyS3 | '' | undefined): filter is typeof onlyS3 {
	return Boolean(filter);
}

function refuseEmptyFields(credentials: ICredentialDataDecryptedObject): void {
	const required = {
		organizationId: 'Organization ID',
		clientId: 'Client ID',
		clientSecret: 'Client Secret',
		sandboxName: 'Sandbox Name',
	};
	const empty = Object.entries(required)
		.filter(([name]) => String(credentials[name] ?? '').trim() === '')
		.map(([, label]) => label);
	if (empty.length === 0) return;
	throw new Failure(
		`${empty.join(', ')} missing in the Adobe credential`,
		'Open the credential and fill in what is missing; each field says where its value is found. Nothing was sent.',
	);
}
