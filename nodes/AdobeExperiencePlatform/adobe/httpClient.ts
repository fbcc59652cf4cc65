import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IDataObject,
	ICredentialDataDecryptedObject,
	IN8nHttpFullResponse,
	IHttpRequestOptions,
} from 'n8n-workflow';
import {
	type Content,
	type ReadPieces,
	headersProblem,
	TYPE_AGAIN,
	contentHeaders,
	type ContentBody,
	withErrorText,
} from './content';
import { isTokenRefused } from './errors/explain';
import { type Outcome, isAnswered, isSuccess, readResponse, readThrown } from './outcome';
import type { SecretForms } from './redact';
import type { CallSettings, ExecutionCredential } from './session';

export const DEFAULT_PLATFORM_URL = 'https://platform.adobe.io';

/** The credential type of all nodes in this package. */
export const CREDENTIAL = 'adobeExperiencePlatformApi';

/**
 * The context that n8n calls the package with: an execution of the node, a list of the editor, or a poll of the
 * trigger.
 */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The same context, but canceling the execution does not abort its requests. */
export function withoutCancel(context: N8nContext): N8nContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as N8nContext;
}

type Body = IDataObject | IDataObject[];

export interface Request {
	method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** Below the Platform URL, including the service: `/data/foundation/flowservice/connections`. */
	path: string;
	/** In this order. Names may repeat. Values are encoded when sent. */
	query?: ReadonlyArray<readonly [name: string, value: string]>;
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
	/** Address, organization and sandbox, which hold entities of their own. */
	readonly scope: string;

	private readonly platformUrl: string;

	private readonly sandboxName: string;

	constructor(
		private readonly context: N8nContext,
		private readonly credential: ExecutionCredential,
		private readonly settings: CallSettings,
	) {
		this.platformUrl = (credential.customUrl || DEFAULT_PLATFORM_URL).replace(/\/+$/, '');
		this.sandboxName = settings.sandboxName || credential.text('sandboxName');
		this.scope = JSON.stringify([
			this.platformUrl,
			credential.text('organizationId'),
			this.sandboxName,
		]);
	}

	/** The secrets of the credential. */
	get forms(): SecretForms {
		return this.credential.forms;
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
		let outcome: Outcome;
		let isThrown = false;
		try {
			const bytes = await request.content?.open();
			const response = (await this.context.helpers.httpRequestWithAuthentication.call(
				request.outlivesCancel ? withoutCancel(this.context) : this.context,
				CREDENTIAL,
				this.options(request, ignored, bytes),
				{ credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data: credentials } },
			)) as IN8nHttpFullResponse;
			outcome = readResponse(response);
		} catch (error) {
			outcome = readThrown(error);
			isThrown = true;
		}
		const isStreamed = request.readPieces !== undefined && !isSuccess(outcome);
		return { outcome: isStreamed ? await withErrorText(outcome) : outcome, isThrown };
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
		// Exceptions are newer than the types of the oldest supported n8n.
		return Object.assign(options, {
			ignoreHttpStatusErrors: ignored === 'all' ? true : { ignore: true, except: [401] },
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
