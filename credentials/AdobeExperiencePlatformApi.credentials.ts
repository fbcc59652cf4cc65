import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	ACCESS_PROBLEMS,
	GATEWAY_PROBLEMS,
} from '../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import type { Problem } from '../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { DEFAULT_PLATFORM_URL } from '../nodes/AdobeExperiencePlatform/adobe/httpClient';
import {
	DEFAULT_IMS_URL,
	DEFAULT_SCOPES,
	fingerprint,
	imsCredential,
	platformHeaders,
	requestToken,
} from './ims';
import { TokenMemory } from './tokenMemory';
import {
	ofDefaultSource,
	otherSourceFields,
	sourceKeysField,
	sourceKeysNotice,
} from './sourceKeys';

const tokens = new TokenMemory();

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ type: 'responseSuccessBody' }
>;

function rule(key: string, value: unknown, message: string): BodyRule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

function textOf({ message, description }: Problem): string {
	return `${message}. ${description}`;
}

/**
 * Rules for the body of the test's response. The first match counts, and the last rule matches everything that
 * is no list of connections.
 */
const testRules: BodyRule[] = [
	// The gateway's codes come as text or as number (contract.md (b)).
	...Object.entries(GATEWAY_PROBLEMS).flatMap(([code, problem]) => [
		rule('error_code', code, textOf(problem)),
		rule('error_code', Number(code), textOf(problem)),
	]),
	...Object.entries(ACCESS_PROBLEMS).map(([code, problem]) =>
		rule('type', `https://ns.adobe.com/aep/errors/${code}`, textOf(problem)),
	),
	rule(
		'items',
		undefined,
		'The Flow Service did not answer with a list of connections. Check Organization ID, Sandbox Name, the permissions of the credential, and the Platform URL if Custom Endpoints is on.',
	),
];

export class AdobeExperiencePlatformApi implements ICredentialType {
	name = 'adobeExperiencePlatformApi';

	displayName = 'Adobe Experience Platform API';

	icon: Icon = {
		light: 'file:adobeExperiencePlatform.svg',
		dark: 'file:adobeExperiencePlatform.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-adobe-experience-platform/n8n-nodes-adobe-experience-platform#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 0123456789ABCDEF01234567@AdobeOrg',
			description:
				'The IMS organization, ending in @AdobeOrg. Shown in the Adobe Developer Console under your project > OAuth Server-to-Server > Credential details.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description:
				'Shown in the Adobe Developer Console under your project > OAuth Server-to-Server. Sent as x-api-key.',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Adobe Developer Console > your project > OAuth Server-to-Server > Retrieve client secret',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: DEFAULT_SCOPES,
			description:
				'Comma-separated. The list that belongs to your credential is on its OAuth Server-to-Server page in the Adobe Developer Console.',
		},
		{
			displayName: 'Sandbox Name',
			name: 'sandboxName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. dev',
			description:
				'The name, not the title, of the sandbox to work in: all lower case, shown in Experience Platform under Sandboxes > Browse. There is no default, because a wrong one would write to production.',
		},
		sourceKeysField,
		sourceKeysNotice,
		{
			displayName: 'S3 Access Key',
			name: 's3AccessKey',
			type: 'string',
			default: '',
			displayOptions: ofDefaultSource,
			description:
				'Optional. ID of the access key that Experience Platform reads your bucket with: AWS console > IAM > Users > Security credentials, or AccessKeyId of an AWS STS response.',
		},
		{
			displayName: 'S3 Secret Key',
			name: 's3SecretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: ofDefaultSource,
			description:
				'Optional. The secret of the access key, shown once when AWS creates it, or SecretAccessKey of an AWS STS response.',
		},
		{
			displayName: 'S3 Session Token',
			name: 's3SessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: ofDefaultSource,
			description:
				'Optional. Only for temporary keys, whose ID starts with ASIA. SessionToken of the AWS STS response with the two keys.',
		},
		...otherSourceFields,
		{
			displayName: 'Custom Endpoints',
			name: 'customEndpoints',
			type: 'boolean',
			default: false,
			description:
				'Whether to use addresses other than those of Adobe production, such as Adobe stage or a local Flow Service',
		},
		{
			displayName: 'IMS URL',
			name: 'imsUrl',
			type: 'string',
			default: DEFAULT_IMS_URL,
			displayOptions: { show: { customEndpoints: [true] } },
			description: 'Address of IMS, without the path /ims/token/v3',
		},
		{
			displayName: 'Platform URL',
			name: 'platformUrl',
			type: 'string',
			default: DEFAULT_PLATFORM_URL,
			displayOptions: { show: { customEndpoints: [true] } },
			description: 'Address of the Platform APIs, without the path /data/foundation',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			// n8n keeps the access token of an edited credential. This names the credential that the token is for.
			displayName: 'Access Token For',
			name: 'accessTokenFor',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/**
	 * n8n calls this without a stored access token, after a 401, and in the credential test, and stores the
	 * result. Parallel calls for one credential share one token request.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		// Refuses fields that no request can carry, before it asks for a token.
		platformHeaders({ ...credentials, accessToken: '' });
		const credential = imsCredential(credentials);
		const key = fingerprint(credential);
		const stored = String(credentials.accessToken ?? '');
		const stale = wasMadeForOther(credentials, key) ? '' : stored;
		const accessToken = await tokens.get(
			key,
			stale,
			async () => await requestToken(this, credential),
		);
		return { accessToken, accessTokenFor: key };
	}

	/**
	 * Sets the four headers that every Platform API needs (contract.md (b)), so that n8n's HTTP Request node can
	 * use this credential too. A sandbox header of the request stays.
	 *
	 * This is a function, since n8n's declarative form resolves an expression for each header of each request.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const key = fingerprint(imsCredential(credentials));
		if (wasMadeForOther(credentials, key)) {
			// n8n takes this for a 401 of the service and calls preAuthentication.
			throw Object.assign(
				new Error('The stored access token belongs to another client ID, secret or scope'),
				{
					response: { status: 401 },
				},
			);
		}
		tokens.remember(String(credentials.accessToken ?? ''));
		return { ...requestOptions, headers: platformHeaders(credentials, requestOptions.headers) };
	}

	/**
	 * A read that needs every header, so each wrong field shows when the credential is saved. Statuses are
	 * ignored because 403 alone stands for organization, profile and permission.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ($credentials.customEndpoints && $credentials.platformUrl || '${DEFAULT_PLATFORM_URL}').trim().replace(/\\/+$/, '') }}`,
			url: '/data/foundation/flowservice/connections',
			qs: { limit: 1 },
			headers: { Accept: 'application/json' },
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 20_000,
		},
		rules: testRules,
	};
}

/** Whether the stored token belongs to an ID, secret or scopes that the user has since replaced. */
function wasMadeForOther(credentials: ICredentialDataDecryptedObject, key: string): boolean {
	const token = String(credentials.accessToken ?? '');
	if (token === '') return false;
	const isMadeFor = tokens.isMadeFor(token, key);
	if (isMadeFor !== undefined) return !isMadeFor;
	const madeFor = String(credentials.accessTokenFor ?? '');
	return madeFor !== '' && madeFor !== key;
}
