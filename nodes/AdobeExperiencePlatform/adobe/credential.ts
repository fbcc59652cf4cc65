import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	ICredentialDataDecryptedObject,
} from 'n8n-workflow';
import { secretsOfCredential } from '../../../credentials/sourceKeys';
import { SecretForms } from './redact';

/** The credential type of all nodes in this package. */
export const CREDENTIAL = 'adobeExperiencePlatformApi';

/**
 * The context that n8n calls the package with: an execution of the node, a list of the editor, or a poll of the
 * trigger.
 */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The same context, but canceling the execution does not abort its requests. */
export function withoutCancel(context: N8nContext): N8nContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as N8nContext;
}

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
