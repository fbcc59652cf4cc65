import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { textField } from './ims/imsCredential';

/**
 * The headers of a request to any Platform API (contract.md (b)).
 * @param present headers the request brings along; a sandbox name among them wins over the
 * credential's, whatever its letter case, and the rest of them stay
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
	return headers;
}
