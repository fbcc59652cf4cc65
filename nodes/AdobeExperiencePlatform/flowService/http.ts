import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { asRecord, isRecord } from './json';
import type { Answer, NetworkReason, Outcome } from './outcome';
import type { RunCredential } from './runCredential';

export const CREDENTIAL = 'adobeExperiencePlatformApi';

const DEFAULT_PLATFORM_URL = 'https://platform.adobe.io';
const FLOW_SERVICE_PATH = '/data/foundation/flowservice';

/** One call to the Flow Service. */
export interface Call {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Below the Flow Service's base, for instance `/connections`. */
	path: string;
	/** In order and repeatable; encoded here. */
	query?: ReadonlyArray<readonly [name: string, value: string]>;
	/** The etag for `If-Match`. */
	ifMatch?: string;
	body?: IDataObject | IDataObject[];
	/**
	 * Whether a success of this body is what the call asks for; any JSON is where this is left out. A
	 * proxy's own JSON has the status of a success too, and must not be read as "none".
	 */
	isAnswer?: (body: unknown) => boolean;
}

export interface HttpSettings {
	/** Seconds. */
	timeout: number;
	/** Instead of the credential's. */
	sandboxName?: string;
}

/**
 * The one door to the network: each call goes through n8n's `httpRequestWithAuthentication`, where
 * proxy settings, n8n's guards, token refresh and cancelling apply. Returns how it ended as a value.
 */
export class Http {
	/** The Flow Service that this door leads to. */
	readonly baseUrl: string;

	/** Organisation and sandbox, which hold connections of their own. */
	readonly sandbox: string;

	constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly credential: RunCredential,
		private readonly settings: HttpSettings,
	) {
		const { customEndpoints, platformUrl, organizationId, sandboxName } = credential.data;
		const custom = customEndpoints === true ? String(platformUrl ?? '') : '';
		this.baseUrl = (custom.trim() || DEFAULT_PLATFORM_URL).replace(/\/+$/, '') + FLOW_SERVICE_PATH;
		this.sandbox = JSON.stringify([organizationId, settings.sandboxName || sandboxName]);
	}

	get secrets(): string[] {
		return this.credential.secrets;
	}

	async send(call: Call): Promise<Outcome> {
		const outcome = await this.attempt(call, true);
		// n8n before 2.30 reads `except: [401]` as "ignore all", so no 401 makes it refresh the token.
		if (outcome.kind !== 'answer' || outcome.status !== 401 || !outcome.ignored) return outcome;
		return await this.attempt(call, false);
	}

	private async attempt(
		call: Call,
		ignoreStatus: boolean,
	): Promise<Exclude<Outcome, Answer> | (Answer & { ignored?: boolean })> {
		// A copy, so that each call knows which token it began with: n8n writes the fresh one into it.
		const credentials = { ...this.credential.data };
		const startedWith = credentials.accessToken;
		try {
			const response = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				CREDENTIAL,
				this.options(call, ignoreStatus),
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: credentials } },
			)) as IN8nHttpFullResponse;
			return { ...readResponse(response), ignored: ignoreStatus };
		} catch (error) {
			return readThrown(error);
		} finally {
			if (credentials.accessToken !== startedWith) this.credential.refresh(credentials);
		}
	}

	private options(call: Call, ignoreStatus: boolean): IHttpRequestOptions {
		const query = (call.query ?? [])
			.map(([name, value]) => `${encodeURIComponent(name)}=${encodeValue(value)}`)
			.join('&');
		const options: IHttpRequestOptions = {
			method: call.method,
			url: this.baseUrl + call.path + (query && `?${query}`),
			headers: {
				Accept: 'application/json',
				...(call.body && { 'Content-Type': 'application/json' }),
				...(call.ifMatch && { 'If-Match': call.ifMatch }),
				...(this.settings.sandboxName && { 'x-sandbox-name': this.settings.sandboxName }),
			},
			...(call.body && { body: call.body }),
			timeout: this.settings.timeout * 1000,
			returnFullResponse: true,
			disableFollowRedirect: true,
		};
		if (ignoreStatus) {
			// Newer than the types of the oldest n8n that this package supports.
			Object.assign(options, { ignoreHttpStatusErrors: { ignore: true, except: [401] } });
		}
		return options;
	}
}

/** Adobe's samples write the `==` of filters and the `/` of paths as they are (contract.md (f), (i)). */
function encodeValue(value: string): string {
	return encodeURIComponent(value).replace(/%3D/g, '=').replace(/%2F/g, '/');
}

function readResponse({ statusCode, headers, body }: IN8nHttpFullResponse): Answer {
	return { kind: 'answer', status: statusCode, headers: lowerCase(headers), body };
}

function lowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(asRecord(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * n8n wraps what it caught; the request library's own error is the cause. n8n 2.8 loses the cause
 * and keeps its status or code as `httpCode` and a JSON body as `context.data`.
 */
function readThrown(error: unknown): Outcome {
	const wrapped = asRecord(error);
	const cause = asRecord(wrapped.cause);
	const message = String(wrapped.message ?? 'n8n did not send the request');
	const { response, code = wrapped.httpCode } = cause;
	if (typeof wrapped.httpCode === 'string' && wrapped.httpCode.startsWith('IMS_')) {
		return { kind: 'ims', message };
	}
	if (isRecord(response) && typeof response.status === 'number') {
		return {
			kind: 'answer',
			status: response.status,
			headers: lowerCase(response.headers),
			body: response.data,
		};
	}
	if (typeof code !== 'string' || code === 'ERR_INVALID_URL') return { kind: 'blocked', message };
	if (/^[2-5]\d\d$/.test(code)) {
		const { data } = asRecord(wrapped.context);
		return { kind: 'answer', status: Number(code), headers: {}, body: data };
	}
	return { kind: 'network', ...readCode(code, cause.syscall ?? firstWord(wrapped.messages)) };
}

/** Node.js begins the message of a failed system call with its name, as in "connect ETIMEDOUT". */
function firstWord(messages: unknown): string | undefined {
	return Array.isArray(messages) ? String(messages[0]).split(' ', 1)[0] : undefined;
}

/** Codes that mean the request never left, by Node.js' and the request library's names. */
const BEFORE_SENDING: Record<string, NetworkReason> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'unknownHost',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
};

function readCode(code: string, syscall: unknown): { reason: NetworkReason; maybeSent: boolean } {
	const reason = BEFORE_SENDING[code];
	if (reason) return { reason, maybeSent: false };
	if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return { reason: 'tls', maybeSent: false };
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
		return { reason: 'timeout', maybeSent: syscall !== 'connect' };
	}
	return { reason: 'broken', maybeSent: true };
}
