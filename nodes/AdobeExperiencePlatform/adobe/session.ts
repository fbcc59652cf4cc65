import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { secretsOfCredential } from '../../../credentials/sourceKeys';
import { ApiClient } from './apiClient';
import { headerProblem, TYPE_AGAIN } from './content';
import { Failure } from './errors/failure';
import { Execution, type ItemScope } from './execution';
import { HttpClient, type N8nContext, CREDENTIAL } from './httpClient';
import { SecretForms } from './redact';

/** The fields that decide where an execution reads and writes. They must not change midway. */
const SCOPE = ['organizationId', 'sandboxName', 'customEndpoints', 'platformUrl'] as const;

/**
 * The credential of one execution. It is decrypted once, since n8n otherwise reads it from its database for each
 * call. It keeps all secrets that it has had, since a response to an older one may come late.
 */
export class ExecutionCredential {
	private readonly known = new Set<string>();

	private knownForms: SecretForms | undefined;

	/**
	 * Whether the service has accepted its access token. Until then, n8n may request a token and store it with
	 * the data that it got (n8n 2.8: all of the data), so it gets what is stored at that moment.
	 */
	isSettled = false;

	/** @param read decrypts what n8n has stored at this moment */
	constructor(
		private current: ICredentialDataDecryptedObject,
		private readonly read: () => Promise<ICredentialDataDecryptedObject>,
	) {
		this.remember(current);
	}

	get data(): ICredentialDataDecryptedObject {
		return this.current;
	}

	/**
	 * A field as text. Empty for none.
	 * @param isRaw whether leading and trailing spaces count, as in a password
	 */
	text(name: string, isRaw = false): string {
		const text = String(this.current[name] ?? '');
		return isRaw ? text : text.trim();
	}

	/** The address of Custom Endpoints. Empty if they are off, or for Adobe's own address. */
	get customUrl(): string {
		return this.current.customEndpoints === true ? this.text('platformUrl') : '';
	}

	/**
	 * The credential as it is stored now, for a call that may refresh the token.
	 * @returns undefined if it now names another organization, sandbox or address
	 */
	async stored(): Promise<ICredentialDataDecryptedObject | undefined> {
		const stored = { ...(await this.read()) };
		this.remember(stored);
		const isSameScope = SCOPE.every(
			(name) => String(stored[name] ?? '') === String(this.current[name] ?? ''),
		);
		return isSameScope ? stored : undefined;
	}

	/** Keeps a credential whose token the service has accepted. */
	settle(stored: ICredentialDataDecryptedObject): void {
		this.current = stored;
		this.isSettled = true;
	}

	/** Every secret that the credential has held during the execution. */
	get secrets(): string[] {
		return [...this.known];
	}

	/** All forms of the secrets, computed once for all items. */
	get forms(): SecretForms {
		return (this.knownForms ??= new SecretForms(this.secrets));
	}

	remember(data: ICredentialDataDecryptedObject): void {
		for (const secret of secretsOfCredential(data)) {
			if (this.known.has(secret)) continue;
			this.known.add(secret);
			this.knownForms = undefined;
		}
	}
}

/** Sandbox and timeout, which may differ between items. */
export interface CallSettings {
	/** In seconds. */
	timeout: number;
	/** Replaces the credential's. */
	sandboxName?: string;
}

/** The Platform APIs for one execution of a node, one list of the editor, or one poll of the trigger. */
export class Session {
	private constructor(
		private readonly context: N8nContext,
		readonly credential: ExecutionCredential,
		readonly execution: Execution,
	) {
		if ('sendMessageToUI' in context) execution.report = (text) => context.sendMessageToUI(text);
	}

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

	client(settings: CallSettings, item: ItemScope): ApiClient {
		const http = new HttpClient(this.context, this.credential, settings);
		return new ApiClient(http, this.execution, item);
	}
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
	const { customUrl } = credential;
	if (customUrl === '' || /^https?:\/\/[^\s/?#][^\s?#]*$/i.test(customUrl)) return;
	throw new Failure(
		'The Platform URL of the Adobe credential is not a web address',
		'Write it as https://host, or switch Custom Endpoints off. Nothing was sent.',
	);
}
