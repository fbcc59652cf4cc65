import { UserError, type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';
import { headersProblem, TYPE_AGAIN } from '../nodes/AdobeExperiencePlatform/adobe/headers';
import { textField } from './ims/imsCredential';

/**
 * The headers of a request to any Platform API (contract.md (b)).
 * @param present headers the request brings along; a sandbox name among them wins over the
 * credential's, whatever its letter case, and the rest of them stay
 * @throws UserError that names the field whose value no header can hold
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
