import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiClient } from './apiClient';
import { EtagReader } from './entity/etag';
import type { EntityKind } from './entity/kind';
import { Failure } from './errors/failure';
import { HttpClient, type HttpSettings } from './httpClient';
import { headerProblem, TYPE_AGAIN } from './headers';
import type { ItemScope } from './item';
import { CREDENTIAL, type N8nContext, ExecutionCredential } from './credential';
import { redactorOf, type Redactor, SecretForms } from './redact';
import { Execution } from './execution';

/** Sandbox and timeout, which may differ between items. */
export type CallSettings = HttpSettings;

/**
 * Reads something once for all items of an execution.
 * @param key identifies what is read
 */
export type ReadOnce = <T>(key: readonly string[], read: () => Promise<T>) => Promise<T>;

/** How many reads an execution keeps. A schema may have 10,000 fields. */
const MOST_READS = 200;

/** The Platform APIs for one execution of a node, one list of the editor, or one poll of the trigger. */
export class Session {
	private readonly httpClients = new Map<string, HttpClient>();

	private readonly etagReaders = new Map<string, EtagReader>();

	/** What items have read for all, by key. */
	private readonly reads = new Map<string, Promise<unknown>>();

	private constructor(
		private readonly context: N8nContext,
		readonly credential: ExecutionCredential,
		readonly execution: Execution,
	) {}

	/**
	 * Opens the Platform APIs with the node's credential.
	 * @param signal cancels all waits and requests
	 * @throws Failure for an empty or invalid field of the credential, before anything is sent
	 */
	static async open(context: N8nContext, signal?: AbortSignal): Promise<Session> {
		const read = async () =>
			await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
		const credential = new ExecutionCredential(await read(), read);
		refuseBadFields(credential);
		return new Session(context, credential, new Execution(signal));
	}

	/** The requests of one item. */
	client(settings: CallSettings, item: ItemScope): ApiClient {
		const key = settingsKey(settings);
		let http = this.httpClients.get(key);
		if (!http) {
			http = new HttpClient(this.context, this.credential, settings);
			this.httpClients.set(key, http);
		}
		return new ApiClient(http, this.execution, item);
	}

	/** The etags that items of this execution need, read together. */
	etags(kind: EntityKind, { sandboxName = '' }: CallSettings): EtagReader {
		const key = JSON.stringify([kind.path, sandboxName]);
		let reader = this.etagReaders.get(key);
		if (!reader) this.etagReaders.set(key, (reader = new EtagReader(kind)));
		return reader;
	}

	/** Reads once what many items need in one sandbox. A failure is not kept, so the next item reads again. */
	readOnceIn({ sandboxName = '' }: CallSettings): ReadOnce {
		return async <T>(key: readonly string[], read: () => Promise<T>): Promise<T> => {
			const name = JSON.stringify([sandboxName, ...key]);
			let reading = this.reads.get(name) as Promise<T> | undefined;
			if (!reading) {
				reading = read();
				this.forgetOldest();
				this.reads.set(name, reading);
				reading.catch(() => {
					if (this.reads.get(name) === reading) this.reads.delete(name);
				});
			}
			return await reading;
		};
	}

	/** An execution with thousands of files must not keep everything that it has read. */
	private forgetOldest(): void {
		if (this.reads.size < MOST_READS) return;
		const [oldest] = this.reads.keys();
		this.reads.delete(oldest as string);
	}

	/** Shows a text to the user in the editor, if n8n can. */
	report(text: string): void {
		if ('sendMessageToUI' in this.context) this.context.sendMessageToUI(text);
	}

	/** Clears all secrets of the credential and of the item. */
	redactor(item: ItemScope): Redactor {
		return redactorOf(this.credential.forms, new SecretForms(item.secrets));
	}
}

function settingsKey({ timeout, sandboxName }: CallSettings): string {
	return JSON.stringify([timeout, sandboxName]);
}

const REQUIRED_FIELDS = {
	organizationId: 'Organization ID',
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	sandboxName: 'Sandbox Name',
};

function refuseBadFields(credential: ExecutionCredential): void {
	const fields = Object.entries(REQUIRED_FIELDS);
	const empty = fields.filter(([name]) => credential.text(name) === '').map(([, label]) => label);
	if (empty.length > 0) {
		throw new Failure(
			`${empty.join(', ')} missing in the Adobe credential`,
			'Open the credential and fill in the missing fields. Each field says where to find its value. Nothing was sent.',
		);
	}
	for (const [name, label] of fields) {
		const problem = headerProblem(credential.text(name), `${label} in the Adobe credential`);
		if (problem) throw new Failure(problem, `${TYPE_AGAIN} Nothing was sent.`);
	}
}
