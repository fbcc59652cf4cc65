import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import type { Connection, ConnectionDraft, Written } from './connection';
import { createConnection } from './createConnection';
import { Failure } from './failure';
import { CREDENTIAL, Http, type HttpSettings } from './http';
import type { Patch } from './patch';
import { onlyS3 } from './filters';
import { firstPage, getConnection, readPage } from './readConnections';
import { redactor, type Redactor } from './redact';
import { Run, type ItemScope } from './run';
import { Sender } from './sender';
import { updateConnection, type UpdateOptions } from './updateConnection';

export { Failure, Cancelled } from './failure';
export { ItemScope, Run } from './run';

/** How an operation says where and how long to ask; items of one run may differ in it. */
export type CallSettings = HttpSettings;

/**
 * Adobe's Flow Service as the operations see it: base connections in and out, no URL, header or
 * status. One for each run; every method takes the item it works for.
 */
export class FlowService {
	private readonly senders = new Map<string, Sender>();

	private constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly credentials: ICredentialDataDecryptedObject,
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
		return new FlowService(context, credentials, new Run(signal));
	}

	/** The S3 keys that the credential holds; '' where it has none. */
	get credentialKeys(): { s3AccessKey: string; s3SecretKey: string; s3SessionToken: string } {
		const text = (name: string) => String(this.credentials[name] ?? '').trim();
		return {
			s3AccessKey: text('s3AccessKey'),
			s3SecretKey: text('s3SecretKey'),
			s3SessionToken: text('s3SessionToken'),
		};
	}

	/** Creates a base connection, see {@link createConnection}. */
	async create(draft: ConnectionDraft, settings: CallSettings, item: ItemScope): Promise<Written> {
		return await createConnection(this.sender(settings), draft, item);
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

	/** Reads one connection, see {@link getConnection}. */
	async get(id: string, settings: CallSettings, item: ItemScope): Promise<Connection> {
		return await getConnection(this.sender(settings), id, item);
	}

	/**
	 * Some S3 connections for a pick box: those whose name holds `search`, in any letter case. The
	 * service compares whole texts only (contract.md (i)), so parts of names are looked for here,
	 * page after page until some are found.
	 * @param token where the page before ended
	 */
	async page(
		{ search, token }: { search?: string; token?: string },
		settings: CallSettings,
		item: ItemScope,
	): Promise<{ connections: Connection[]; nextToken?: string }> {
		const sender = this.sender(settings);
		const first = firstPage([onlyS3]);
		const wanted = search?.toLowerCase() ?? '';
		for (let query = token ? (JSON.parse(token) as typeof first) : first; ; ) {
			const { connections, next } = await readPage(sender, query, first, item);
			const found = connections.filter(({ name }) => (name ?? '').toLowerCase().includes(wanted));
			if (found.length > 0 || !next) {
				return { connections: found, nextToken: next && JSON.stringify(next) };
			}
			query = next;
		}
	}

	/** Clears text that comes from the service of everything secret in this run. */
	redactor(item: ItemScope): Redactor {
		return redactor([...item.secrets, ...this.http({ timeout: 0 }).secrets]);
	}

	private sender(settings: CallSettings): Sender {
		const key = JSON.stringify([settings.timeout, settings.sandboxName]);
		let sender = this.senders.get(key);
		if (!sender) {
			sender = new Sender(this.http(settings), this.run);
			this.senders.set(key, sender);
		}
		return sender;
	}

	private http(settings: CallSettings): Http {
		return new Http(this.context, this.credentials, settings);
	}
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
		{ scope: 'run' },
	);
}
