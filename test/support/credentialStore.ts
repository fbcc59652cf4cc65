import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	IRequestOptionsSimplified,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeHelpers } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';

export const CREDENTIAL = 'adobeExperiencePlatformApi';

const type: ICredentialType = new AdobeExperiencePlatformApi();

/**
 * How n8n stores what a refresh of the token came to: 2.8 the whole object that the node gave to
 * the request helper, 2.41 the fresh fields over what is stored by then.
 */
export type Storing = 'whole' | 'merged';

/**
 * One stored credential, and n8n's rules of when it is read, authenticated with, refreshed and
 * stored again (n8n's credentials helper, versions 2.8 to 2.41).
 */
export class CredentialStore {
	/** How often it was decrypted. */
	reads = 0;

	/** @param data what n8n's database holds, decrypted */
	constructor(
		public data: ICredentialDataDecryptedObject,
		private readonly storing: Storing = 'merged',
	) {}

	/** After a refresh, as n8n's database is written then. */
	store(handedIn: ICredentialDataDecryptedObject, fresh: ICredentialDataDecryptedObject): void {
		this.data = { ...(this.storing === 'whole' ? handedIn : this.data), ...fresh };
	}

	helper(): ICredentialsHelper {
		return new Helper(this);
	}
}

class Helper extends ICredentialsHelper {
	constructor(private readonly store: CredentialStore) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		if (typeof type.authenticate !== 'function') throw new Error('authenticate is no function');
		return await type.authenticate(credentials, requestOptions as IHttpRequestOptions);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (credentials.accessToken !== '' && !credentialsExpired) return undefined;
		const output = (await type.preAuthentication?.call(helpers, credentials)) as
			| ICredentialDataDecryptedObject
			| undefined;
		if (output?.accessToken === undefined) return undefined;
		this.store.store(credentials, output);
		return Object.assign(credentials, output);
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.store.reads++;
		// n8n fills in defaults, and drops the values of fields that display options hide.
		const data = NodeHelpers.getNodeParameters(
			type.properties,
			this.store.data as INodeParameters,
			true,
			false,
			null,
			null,
		);
		return data as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		_details: unknown,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.data = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Not used by the node');
	}

	getCredentialsProperties() {
		return type.properties;
	}
}
