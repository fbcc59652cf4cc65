import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	ICredentialDataDecryptedObject,
} from 'n8n-workflow';
import { secretsOfCredential } from '../../../credentials/secrets';
import { SecretForms } from './redact';

/** The credential type of all nodes in this package. */
export const CREDENTIAL = 'adobeExperiencePlatformApi';

/** Where n8n calls the package: a run of the node, a list of the editor, or a poll of the trigger. */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The same place, whose requests n8n does not break off when the user cancels the execution. */
export function withoutCancel(context: N8nContext): N8nContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as N8nContext;
}

/** What decides where a run reads and writes; a run that changed it midway would mix two places. */
const PLACE = ['organizationId', 'sandboxName', 'customEndpoints', 'platformUrl'] as const;

/**
 * The credential of one run: decrypted once, since n8n reads it from its database for each call
 * otherwise, and with every secret that it has had, since an answer to a call with an older one may
 * come after a newer one has.
 */
export class RunCredential {
	private readonly known = new Set<string>();

	private knownForms: SecretForms | undefined;

	/**
	 * Whether the service has taken its access token. Until then n8n may ask IMS for a token, and then
	 * stores what it was handed (n8n 2.8: the whole of it), so it is handed what is stored just now.
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
	 * A field as clean text; '' where there is none.
	 * @param isRaw whether blanks at its ends count, as in a password
	 */
	text(name: string, isRaw = false): string {
		const text = String(this.current[name] ?? '');
		return isRaw ? text : text.trim();
	}

	/**
	 * What is stored now, for a call that may refresh the token.
	 * @returns undefined where somebody has moved the credential to another place since the run began
	 */
	async stored(): Promise<ICredentialDataDecryptedObject | undefined> {
		const stored = { ...(await this.read()) };
		this.remember(stored);
		const isSamePlace = PLACE.every(
			(name) => String(stored[name] ?? '') === String(this.current[name] ?? ''),
		);
		return isSamePlace ? stored : undefined;
	}

	/** Goes on with a credential whose token the service has taken. */
	settle(stored: ICredentialDataDecryptedObject): void {
		this.current = stored;
		this.isSettled = true;
	}

	/** Values that must never leave: whatever secret the credential held during the run. */
	get secrets(): string[] {
		return [...this.known];
	}

	/** The same in all their forms, worked out once and not for each item. */
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
