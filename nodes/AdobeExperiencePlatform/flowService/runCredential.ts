import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * The credential of one run: decrypted once, since n8n reads it from its database for each call
 * otherwise, and with every access token that it has had, since an answer to a call with an older
 * one may come after a newer one has.
 */
export class RunCredential {
	private readonly tokens = new Set<unknown>();

	constructor(readonly data: ICredentialDataDecryptedObject) {
		this.tokens.add(data.accessToken);
	}

	/** Takes over a refreshed token for the calls that follow. */
	refresh({ accessToken, accessTokenFor }: ICredentialDataDecryptedObject): void {
		Object.assign(this.data, { accessToken, accessTokenFor });
		this.tokens.add(accessToken);
	}

	/** Values that must never leave: what the credential holds, and every access token of the run. */
	get secrets(): string[] {
		const { clientSecret, s3SecretKey, s3SessionToken, s3AccessKey } = this.data;
		return [clientSecret, s3SecretKey, s3SessionToken, s3AccessKey, ...this.tokens].filter(
			(value): value is string => typeof value === 'string' && value !== '',
		);
	}
}
