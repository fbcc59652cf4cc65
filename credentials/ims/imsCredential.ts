import { createHash } from 'node:crypto';
import { type ICredentialDataDecryptedObject, UserError, type IDataObject } from 'n8n-workflow';
import { headersProblem, TYPE_AGAIN } from '../../nodes/AdobeExperiencePlatform/adobe/content';

/** Adobe's production host for identity (contract.md (a)). */
export const DEFAULT_IMS_URL = 'https://ims-na1.adobelogin.com';

/** The scopes in Adobe's own environment template for Platform (contract.md (a)). */
export const DEFAULT_SCOPES =
	'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext';

/** What one access token depends on. */
export interface ImsCredential {
	imsUrl: string;
	clientId: string;
	clientSecret: string;
	/** Comma-separated, without spaces. */
	scopes: string;
}

/** A field without the spaces and line breaks that pasting may add. */
export function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' ? value.trim() : '';
}

/** The IMS part of a decrypted credential. n8n removes `imsUrl` from the data while Custom Endpoints is off. */
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
 * Equal for the same ID, secret and scopes at the same IMS. It reveals none of them.
 * @returns SHA-256, hexadecimal
 */
export function fingerprint(credential: ImsCredential): string {
	const { imsUrl, clientId, clientSecret, scopes } = credential;
	return sha256(JSON.stringify([imsUrl, clientId, clientSecret, scopes]));
}

export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/**
 * The headers of a request to any Platform API (contract.md (b)).
 * @param present headers of the request. They stay, and a sandbox name among them replaces the credential's
 * @throws UserError with the name of a field that no header can hold
 */
export function platformHeaders(
	credentials: ICredentialDataDecryptedObject,
	present: IDataObject = {},
): IDataObject {
	const headers: IDataObject = {
		...present,
		Authorization: `Bearer ${textField(credentials, 'accessToken')}`,
		'x-api-key': textField(credentials, 'clientId'),
		'x-gw-ims-org-id': textField(credentials, 'organizationId'),
	};
	const hasSandbox = Object.entries(present).some(
		([name, value]) => name.toLowerCase() === 'x-sandbox-name' && Boolean(value),
	);
	if (!hasSandbox) headers['x-sandbox-name'] = textField(credentials, 'sandboxName');
	const problem = headersProblem(headers);
	if (problem) throw new UserError(`${problem}. ${TYPE_AGAIN} Nothing was sent.`);
	return headers;
}
