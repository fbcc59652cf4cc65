import { createHash } from 'node:crypto';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	UserError,
	type IHttpRequestHelper,
	sleep,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';
import {
	headersProblem,
	TYPE_AGAIN,
	headerProblem,
} from '../nodes/AdobeExperiencePlatform/adobe/content';
import { asRecord } from '../nodes/AdobeExperiencePlatform/adobe/json';

/** Adobe's production host for identity (contract.md (a)). */
export const DEFAULT_IMS_URL = 'https://ims-na1.adobelogin.com';

/** The scopes in Adobe's own environment template for Platform (contract.md (a)). */
export const DEFAULT_SCOPES =
	'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext';

/** What one access token depends on. */
interface ImsCredential {
	imsUrl: string;
	clientId: string;
	clientSecret: string;
	/** Comma-separated, without spaces. */
	scopes: string;
}

/** A field without the spaces and line breaks that pasting may add. */
function textField(credentials: ICredentialDataDecryptedObject, name: string): string {
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

/** IMS answers in well under a second. This limit keeps a dead IMS from holding up an execution. */
const IMS_TIMEOUT_MS = 10_000;

const TRIES = 3;

const FIRST_WAIT_MS = 500;

const LONGEST_WAIT_MS = 10_000;

/** Why there is no token. After `refused` the user must act, the other two may pass. */
type ImsFailure = 'refused' | 'slow' | 'down';

type Attempt =
	| { token: string; expiresInSeconds: number }
	| { failure: ImsFailure; message: string; again: boolean; waitMs?: number };

const CHECK_ID_AND_SECRET =
	'Copy Client ID and Client Secret again from the OAuth Server-to-Server page of your project in the Adobe Developer Console, and check that they belong to the same credential.';

/**
 * Requests an access token from Adobe IMS (OAuth server-to-server, contract.md (a)) by a form POST, and retries
 * twice if the failure may pass.
 * @param http n8n's request helper
 * @returns the token and its lifetime in seconds
 * @throws UserError with a message for the user, whose `errorCode` names the {@link ImsFailure}. It has no text
 * of the response except a known error code, since the text may repeat the secret
 */
export async function requestToken(
	http: IHttpRequestHelper,
	credential: ImsCredential,
): Promise<{ token: string; expiresInSeconds: number }> {
	refuseBadInput(credential);
	for (let tries = 1; ; tries++) {
		const attempt = await tryOnce(http, credential);
		if ('token' in attempt) return attempt;
		const waitMs = attempt.waitMs ?? FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
		if (!attempt.again || tries === TRIES || waitMs > LONGEST_WAIT_MS) {
			throw imsError(attempt.failure, attempt.message);
		}
		await sleep(waitMs);
	}
}

function refuseBadInput({ imsUrl, clientId, clientSecret, scopes }: ImsCredential): void {
	const missing = [!clientId && 'Client ID', !clientSecret && 'Client Secret'].filter(Boolean);
	if (missing.length > 0) {
		throw imsError(
			'refused',
			`${missing.join(' and ')} missing in the Adobe credential. ${CHECK_ID_AND_SECRET}`,
		);
	}
	const fields = { 'Client ID': clientId, 'Client Secret': clientSecret, Scopes: scopes };
	for (const [label, value] of Object.entries(fields)) {
		const problem = headerProblem(value, `${label} in the Adobe credential`);
		if (problem) throw imsError('refused', `${problem}. ${TYPE_AGAIN} Nothing was sent.`);
	}
	if (!/^https?:\/\/[^\s/]+/i.test(imsUrl)) {
		throw imsError(
			'refused',
			'The IMS URL of the Adobe credential is not a web address. Write it as https://host, or switch Custom Endpoints off.',
		);
	}
}

/** n8n 2.8 wraps the error and keeps only `errorCode`. */
function imsError(failure: ImsFailure, message: string): UserError {
	return Object.assign(new UserError(message), { errorCode: `IMS_${failure.toUpperCase()}` });
}

async function tryOnce(http: IHttpRequestHelper, credential: ImsCredential): Promise<Attempt> {
	let response: IN8nHttpFullResponse;
	try {
		response = (await http.helpers.httpRequest({
			method: 'POST',
			url: `${credential.imsUrl}/ims/token/v3`,
			headers: {
				'Content-Type': 'application/x-www-form-urlencoded',
				Accept: 'application/json',
			},
			body: {
				client_id: credential.clientId,
				client_secret: credential.clientSecret,
				grant_type: 'client_credentials',
				scope: credential.scopes,
			},
			timeout: IMS_TIMEOUT_MS,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		return readNetworkFailure(error);
	}
	return readAnswer(response);
}

function readNetworkFailure(error: unknown): Attempt {
	const { code } = asRecord(error);
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
		return {
			failure: 'slow',
			message: `Adobe IMS did not answer within ${IMS_TIMEOUT_MS / 1000} seconds. The credential may be correct. Try again later. If the problem persists, check proxy and firewall.`,
			again: true,
		};
	}
	return {
		failure: 'down',
		message:
			'Adobe IMS cannot be reached. Check the network, proxy and firewall of this n8n, and the IMS URL if Custom Endpoints is on.',
		again: true,
	};
}

function readAnswer({ statusCode, headers, body }: IN8nHttpFullResponse): Attempt {
	const fields = asRecord(body);
	const { access_token: token, expires_in: lifetime } = fields;
	if (statusCode >= 200 && statusCode < 300 && typeof token === 'string' && token !== '') {
		return { token, expiresInSeconds: seconds(lifetime) };
	}
	if (statusCode >= 500 || statusCode === 408 || statusCode === 429) {
		const retryAfter = Number(headers['retry-after']);
		return {
			failure: 'down',
			message:
				statusCode === 429
					? 'Adobe IMS refuses more token requests for now (HTTP 429). Wait a few minutes, and check that nothing else keeps requesting tokens with this client ID.'
					: `Adobe IMS server error (HTTP ${statusCode}). Try again later.`,
			again: true,
			waitMs: retryAfter > 0 ? retryAfter * 1000 : undefined,
		};
	}
	// A success without a token is half a body, or the page of a proxy.
	const again = statusCode >= 200 && statusCode < 300;
	return { failure: 'refused', message: refusalMessage(statusCode, fields), again };
}

/** IMS has answered `invalid_client` with 400 and with 401 (contract.md (a)). */
function refusalMessage(statusCode: number, fields: Record<string, unknown>): string {
	if (fields.error === 'invalid_client') {
		const description = String(fields.error_description ?? '');
		if (/client_id/.test(description)) {
			return `Adobe IMS does not know the Client ID. ${CHECK_ID_AND_SECRET}`;
		}
		if (/client_secret/.test(description)) {
			return `Adobe IMS refuses the Client Secret. ${CHECK_ID_AND_SECRET}`;
		}
		return `Adobe IMS refuses the Client ID or the Client Secret. ${CHECK_ID_AND_SECRET}`;
	}
	if (fields.error === 'invalid_scope') {
		return 'Adobe IMS refuses the Scopes. Copy the list from the OAuth Server-to-Server page of your project in the Adobe Developer Console.';
	}
	if (statusCode < 400) {
		return `The IMS URL returned no access token (HTTP ${statusCode}). Check the IMS URL, or switch Custom Endpoints off.`;
	}
	const { error } = fields;
	const code = typeof error === 'string' && /^[a-z_]{3,40}$/.test(error) ? `, ${error}` : '';
	return `Adobe IMS refuses to give an access token (HTTP ${statusCode}${code}). Check Client ID, Client Secret, Scopes and the IMS URL.`;
}

/** More than ten million can only be milliseconds, as in the retired JWT exchange (contract.md (a)). */
function seconds(lifetime: unknown): number {
	const value = Number(lifetime);
	if (!Number.isFinite(value) || value <= 0) return 0;
	return value > 10_000_000 ? value / 1000 : value;
}
