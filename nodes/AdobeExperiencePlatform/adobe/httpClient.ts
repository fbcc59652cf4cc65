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
import { type RunCredential, CREDENTIAL, withoutCancel, type N8nContext } from './credential';

const DEFAULT_PLATFORM_URL = 'https://platform.adobe.io';

type Body = IDataObject | IDataObject[];

/** One request to a Platform API. */
export interface Request {
	method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** Below the Platform URL, the service included: `/data/foundation/flowservice/connections`. */
	path: string;
	/** In order and repeatable; encoded here. */
	query?: ReadonlyArray<readonly [name: string, value: string]>;
	/** The etag for `If-Match`. */
	ifMatch?: string;
	/** `application/json` where left out. */
	accept?: string;
	/** A function where it depends on when it leaves, as a start time does. */
	body?: Body | (() => Body);
	/** Bytes in place of `body`. */
	content?: Content;
	/** What it is about, for messages: `connection`. */
	noun?: string;
	/**
	 * Whether a success of this body is what the request asks for; any JSON is where this is left out.
	 * A proxy's own JSON has the status of a success too, and must not be read as "none".
	 */
	isAnswer?: (body: unknown) => boolean;
	/** Reads a large body while it arrives; what it gives becomes the body of the answer. */
	readPieces?: ReadPieces;
	/** Whether it goes on when the execution is cancelled: what it creates could not be taken back otherwise. */
	outlivesCancel?: boolean;
}

export interface HttpSettings {
	/** Seconds. */
	timeout: number;
	/** Instead of the credential's. */
	sandboxName?: string;
}

/** Which statuses come back as an answer; n8n throws the others, and on 401 refreshes the token first. */
type Ignored = 'all' | 'allBut401' | 'none';

interface Attempt {
	outcome: Outcome;
	/** A 401 that n8n throws has outlasted the fresh token that it asked for. */
	isThrown: boolean;
}

/**
 * The one way to the network: each request goes through n8n's `httpRequestWithAuthentication`, where
 * proxy settings, n8n's guards, token refresh and cancelling apply. Returns how it ended as a value.
 */
export class HttpClient {
	readonly platformUrl: string;

	/** Organisation and sandbox, which hold entities of their own. */
	readonly sandbox: string;

	private readonly sandboxName: string;

	constructor(
		private readonly context: N8nContext,
		private readonly credential: RunCredential,
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

	/** n8n sends a request again after it has refreshed the token, and a stream is used up by then. */
	private async sendWithFreshToken(request: Request, { probe }: Content): Promise<Outcome> {
		const { accessToken: refused } = this.credential.data;
		const probed = await this.send(probe);
		const { accessToken } = this.credential.data;
		// A failure of the service is no proof that a token is good.
		if (isTokenRefused(probed) || (accessToken === refused && !isAnswered(probed))) return probed;
		return (await this.attempt(request, { ...this.credential.data }, 'all')).outcome;
	}

	/** The one place that every header and address passes: nothing is asked for, not even a token. */
	private unsendable(request: Request): string | undefined {
		const problem = headersProblem(this.headers(request));
		if (problem) return `${problem}. ${TYPE_AGAIN} Nothing was sent`;
		// An ID of dots would make another address of this one.
		return /\/\.{1,2}(?:\/|$)/.test(request.path)
			? 'An ID that consists of dots would lead to another address. Nothing was sent'
			: undefined;
	}

	/** A try in which n8n may ask IMS for a token and store it with the credential that it was handed. */
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
		// The form with exceptions is newer than the types of the oldest n8n that this package supports.
		return Object.assign(options, {
			ignoreHttpStatusErrors: except.length > 0 ? { ignore: true, except } : true,
		});
	}
}

const moved: Outcome = {
	kind: 'blocked',
	message:
		'The Adobe credential was changed to another organization, sandbox or address while this run was using it. What was sent before went to the old one; run the rest again.',
};

/** Adobe's samples write the `==` of filters and the `/` of paths as they are (contract.md (f), (i)). */
function encodeValue(value: string): string {
	return encodeURIComponent(value).replace(/%3D/g, '=').replace(/%2F/g, '/');
}

function readResponse({ statusCode, headers, body }: IN8nHttpFullResponse): Outcome {
	return { kind: 'answer', status: statusCode, headers: lowerCase(headers), body };
}

const LONGEST_ERROR = 64_000;

/** The answer with the text of an error in place of its stream. */
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
 * n8n wraps what it caught; the request library's own error is the cause. n8n 2.8 loses the cause
 * and keeps its status or code as `httpCode` and a JSON body as `context.data`.
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

/** Node.js begins the message of a failed system call with its name, as in "connect ETIMEDOUT". */
function firstWord(messages: unknown): string | undefined {
	return Array.isArray(messages) ? String(messages[0]).split(' ', 1)[0] : undefined;
}

/** By these codes Node.js and the request library refuse what they were handed, before they connect. */
const NEVER_SENT =
	/^(?:UND_)?ERR_(?:HTTP_)?(?:INVALID_(?:ARG(?:_TYPE|_VALUE)?|CHAR|DOMAIN_NAME|HEADER_VALUE|HTTP_TOKEN|PROTOCOL)|UNESCAPED_CHARACTERS|BAD_OPTION(?:_VALUE)?|NOT_SUPPORT(?:ED)?)$/;

/** Codes that come before a connection is there, by Node.js' and the request library's names. */
const BEFORE_SENDING: Record<string, NetworkReason> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'unknownHost',
};

/** Codes that come while connecting, or from an established socket whose request may have arrived. */
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
