import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Adobe's production host for identity (contract.md (a)). */
export const DEFAULT_IMS_URL = 'https://ims-na1.adobelogin.com';

/** Scopes that Adobe's own environment template for Platform asks for (contract.md (a)). */
export const DEFAULT_SCOPES =
	'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext';

/** What one access token is made from: nothing else about the credential matters to IMS. */
export interface ImsCredential {
	imsUrl: string;
	clientId: string;
	clientSecret: string;
	/** Comma-separated without spaces, as IMS wants it. */
	scopes: string;
}

/** A credential field as clean text: pasted values often bring spaces or a line break along. */
export function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' ? value.trim() : '';
}

/**
 * Takes the IMS part out of a decrypted credential. n8n removes `imsUrl` from the data while
 * Custom Endpoints is off, hence the default.
 */
export function imsCredential(credentials: ICredentialDataDecryptedObject): ImsCredential {
	const custom = credentials.customEndpoints === true ? textField(credentials, 'imsUrl') : '';
	return {
		imsUrl: (custom || DEFAULT_IMS_URL).replace(/\/+$/, ''),
		clientId: textField(credentials, 'clientId'),
		clientSecret: textField(credentials, 'clientSecret'),
		scopes: (textField(credentials, 'scopes') || DEFAULT_SCOPES)
			.split(/[\s,]+/)
			.filter(Boolean)
			.join(','),
	};
}

/**
 * A name for "the same ID, secret and scopes at the same IMS" that gives none of them away.
 * @returns SHA-256, hexadecimal
 */
export function fingerprint(credential: ImsCredential): string {
	const { imsUrl, clientId, clientSecret, scopes } = credential;
	return sha256(JSON.stringify([imsUrl, clientId, clientSecret, scopes]));
}

export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
