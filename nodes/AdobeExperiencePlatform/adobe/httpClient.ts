import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { textOf, type ReadPieces, contentHeaders, type Content, type ContentBody } from './content';
import { isTokenRefused } from './errors/explain';
import { headersProblem, TYPE_AGAIN } from './headers';
import { asRecord, isRecord } from './json';
import { isAnswered, type NetworkReason, type Outcome } from './outcome';
import { type ExecutionCredential, CREDENTIAL, withoutCancel, type N8nContext } from './credential';

const DEFAULT_PLATFORM_URL = 'https://platform.adobe.io';

type Body = IDataObject | IDataObject[];

/** One request to a Platform API. */
export interface Request {
	method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** Below the Platform URL, including the service: `/data/foundation/flowservice/connections`. */
	path: string;
	/** In this order. Names may repeat. Values are encoded when sent. */
	query?: ReadonlyArray<readonly [name: string, value: string]>;
	/** The etag for `If-Match`. */
	ifMatch?: string;
	/** `application/json` by default. */
	accept?: string;
	/** A function if it depends on the time of sending, as a start time does. */
	body?: Body | (() => Body);
	/** Bytes in place of `body`. */
	content?: Content;
	/** For messages: `connection`. */
	noun?: string;
	/**
	 * Whether the body of a success is what was requested. Any JSON is, by default. A proxy may answer with its
	 * own JSON, which must not be read as an empty list.
	 */
	isAnswer?: (body: unknown) => boolean;
	/** Reads a large body while it arrives. Its result becomes the body of the response. */
	readPieces?: ReadPieces;
	/** Whether it continues when the execution is canceled, since its result could not be removed otherwise. */
	outlivesCancel?: boolean;
}

export interface HttpSettings {
	/** In seconds. */
	timeout: number;
	/** Replaces the credential's. */
	sandboxName?: string;
}

/** Which statuses come back as a response. n8n throws the others, and refreshes the token after a 401. */
type Ignored = 'all' | 'allBut401' | 'none';

interface Attempt {
	outcome: Outcome;
	/** If n8n throws a 401, it has already tried a fresh token. */
	isThrown: boolean;
}

/**
 * The only way to the network. Each request goes through n8n's `httpRequestWithAuthentication`, so proxy
 * settings, n8n's guards, token refresh and canceling apply. The outcome is a value.
 */
export class HttpClient {
	readonly platformUrl: string;

	/** Organization and sandbox, which hold entities of their own. */
	readonly sandbox: string;

	private readonly sandboxName: string;

	constructor(
		private readonly context: N8nContext,
		private readonly credential: ExecutionCredential,
		private readonly settings: HttpSettings,
	) {
		const custom = credential.data.customEndpoints === true ? credential.text('platformUrl') : '';
		this.platformUrl = (custom || DEFAULT_PLATFORM_URL).replace(/\/+$/, '');
		this.sandboxName = settings.sandboxName || credential.text('sandboxName');
		this.sandbox = JSON.stringify([credential.text('organizationId'), this.sandboxName]);
	}

	get secrets(): string[] {
		return this.credential.secrets;
	}

	async send(request: Request): Promise<Outcome> {
		const { credential } = this;
		const problem = this.unsendable(request);
		if (problem) return { kind: 'blocked', message: problem };
		if (credential.isSettled) {
			const { outcome } = await this.attempt(request, { ...credential.data }, 'all');
			if (!isTokenRefused(outcome)) return outcome;
		}
		if (request.content) return await this.sendWithFreshToken(request, request.content);
		const { outcome, isThrown } = await this.withRefresh(request, 'allBut401');
		if (isThrown || !isTokenRefused(outcome)) return outcome;
		// n8n before 2.30 reads `except: [401]` as "ignore all", so no 401 makes it refresh the token.
		return (await this.withRefresh(request, 'none')).outcome;
	}

	/** n8n repeats a request after it has refreshed the token, but a stream is used up by then. */
	private async sendWithFreshToken(request: Request, { probe }: Content): Promise<Outcome> {
		const { accessToken: refused } = this.credential.data;
		const probed = await this.send(probe);
		const { accessToken } = this.credential.data;
		// A failure of the service does not prove that a token is valid.
		if (isTokenRefused(probed) || (accessToken === refused && !isAnswered(probed))) return probed;
		return (await this.attempt(request, { ...this.credential.data }, 'all')).outcome;
	}

	/** Checks every header and address before anything is sent, even a token request. */
	private unsendable(request: Request): string | undefined {
		const problem = headersProblem(this.headers(request));
		if (problem) return `${problem}. ${TYPE_AGAIN} Nothing was sent`;
		// An ID of dots would change the address.
		return /\/\.{1,2}(?:\/|$)/.test(request.path)
			? 'An ID that consists of dots would lead to another address. Nothing was sent'
			: undefined;
	}

	/** In this try, n8n may request a token and store it with the credential that it got. */
	private async withRefresh(request: Request, ignored: Ignored): Promise<Attempt> {
		const stored = await this.credential.stored();
		if (!stored) return { outcome: moved, isThrown: false };
		const attempt = await this.attempt(request, stored, ignored);
		this.credential.remember(stored);
		const { outcome } = attempt;
		if (outcome.kind === 'answer' && !isTokenRefused(outcome)) this.credential.settle(stored);
		return attempt;
	}

	/** @param credentials n8n writes a fresh token into it */
	private async attempt(
		request: Request,
		credentials: ICredentialDataDecryptedObject,
		ignored: Ignored,
	): Promise<Attempt> {
		try {
			const bytes = await request.content?.open();
			const response = (await this.context.helpers.httpRequestWithAuthentication.call(
				request.outlivesCancel ? withoutCancel(this.context) : this.context,
				CREDENTIAL,
				this.options(request, ignored, bytes),
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: credentials } },
			)) as IN8nHttpFullResponse;
			const outcome = readResponse(response);
			return {
				outcome: request.readPieces ? await withErrorText(outcome) : outcome,
				isThrown: false,
			};
		} catch (error) {
			const outcome = readThrown(error);
			return {
				outcome: request.readPieces ? await withErrorText(outcome) : outcome,
				isThrown: true,
			};
		}
	}

	private headers({
		accept = 'application/json',
		body,
		content,
		ifMatch,
	}: Request): Record<string, string> {
		return {
			Accept: accept,
			...(body && { 'Content-Type': 'application/json' }),
			...(content && contentHeaders(content)),
			...(ifMatch && { 'If-Match': ifMatch }),
			'x-sandbox-name': this.sandboxName,
		};
	}

	private options(
		request: Request,
		ignored: Ignored,
		bytes: ContentBody | undefined,
	): IHttpRequestOptions {
		const { method, path, query = [] } = request;
		const json = typeof request.body === 'function' ? request.body() : request.body;
		const body = bytes ?? json;
		const search = query
			.map(([name, value]) => `${encodeURIComponent(name)}=${encodeValue(value)}`)
			.join('&');
		const options: IHttpRequestOptions = {
			method,
			url: this.platformUrl + path + (search && `?${search}`),
			headers: this.headers(request),
			...(body && { body }),
			timeout: this.settings.timeout * 1000,
			...(request.readPieces && { encoding: 'stream' as const }),
			returnFullResponse: true,
			disableFollowRedirect: true,
		};
		if (ignored === 'none') return options;
		const except = ignored === 'all' ? [] : [401];
		// Exceptions are newer than the types of the oldest supported n8n.
		return Object.assign(options, {
			ignoreHttpStatusErrors: except.length > 0 ? { ignore: true, except } : true,
		});
	}
}

const moved: Outcome = {
	kind: 'blocked',
	message:
		'The Adobe credential was changed to another organization, sandbox or address during this execution. Earlier requests used the old one. Run the remaining items again.',
};

/** Adobe's samples do not encode the `==` of filters and the `/` of paths (contract.md (f), (i)). */
function encodeValue(value: string): string {
	return encodeURIComponent(value).replace(/%3D/g, '=').replace(/%2F/g, '/');
}

function readResponse({ statusCode, headers, body }: IN8nHttpFullResponse): Outcome {
	return { kind: 'answer', status: statusCode, headers: lowerCase(headers), body };
}

const LONGEST_ERROR = 64_000;

/** The text of an error in place of its stream. */
async function withErrorText(outcome: Outcome): Promise<Outcome> {
	if (outcome.kind !== 'answer' || Math.floor(outcome.status / 100) === 2) return outcome;
	return { ...outcome, body: await textOf(outcome.body, LONGEST_ERROR) };
}

function lowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(asRecord(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * n8n wraps what it caught, with the request library's own error as its cause. n8n 2.8 loses the cause, and
 * keeps its status or code as `httpCode` and a JSON body as `context.data`.
 */
function readThrown(error: unknown): Outcome {
	const wrapped = asRecord(error);
	const cause = asRecord(wrapped.cause);
	const message = String(wrapped.message ?? 'n8n did not send the request');
	const { response, code = wrapped.httpCode } = cause;
	if (typeof wrapped.httpCode === 'string' && wrapped.httpCode.startsWith('IMS_')) {
		return { kind: 'ims', message, isPassing: wrapped.httpCode !== 'IMS_REFUSED' };
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
	if (NEVER_SENT.test(code)) {
		return { kind: 'blocked', message: `n8n cannot send this request (${code}). Nothing was sent` };
	}
	if (/^[2-5]\d\d$/.test(code)) {
		const { data } = asRecord(wrapped.context);
		return { kind: 'answer', status: Number(code), headers: {}, body: data };
	}
	return { kind: 'network', ...readCode(code, cause.syscall ?? firstWord(wrapped.messages)) };
}

/** Node.js starts the message of a failed system call with its name, as in "connect ETIMEDOUT". */
function firstWord(messages: unknown): string | undefined {
	return Array.isArray(messages) ? String(messages[0]).split(' ', 1)[0] : undefined;
}

/** Codes of Node.js and the request library for requests that they refuse to send. */
const NEVER_SENT =
	/^(?:UND_)?ERR_(?:HTTP_)?(?:INVALID_(?:ARG(?:_TYPE|_VALUE)?|CHAR|DOMAIN_NAME|HEADER_VALUE|HTTP_TOKEN|PROTOCOL)|UNESCAPED_CHARACTERS|BAD_OPTION(?:_VALUE)?|NOT_SUPPORT(?:ED)?)$/;

/** Codes of Node.js and the request library from before there is a connection. */
const BEFORE_SENDING: Record<string, NetworkReason> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'unknownHost',
};

/** Codes that may come while connecting, or after the request may have arrived. */
const ANY_TIME: Record<string, NetworkReason> = {
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	ECONNABORTED: 'timeout',
	ETIMEDOUT: 'timeout',
};

function readCode(code: string, syscall: unknown): { reason: NetworkReason; maybeSent: boolean } {
	const before = BEFORE_SENDING[code];
	if (before) return { reason: before, maybeSent: false };
	if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return { reason: 'tls', maybeSent: false };
	return { reason: ANY_TIME[code] ?? 'broken', maybeSent: syscall !== 'connect' };
}
