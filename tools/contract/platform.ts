import type { PlatformCredential } from './options';

/** An answer as it came. */
export interface Answer {
	status: number;
	headers: Headers;
	/** parsed if it is JSON, else the text; an empty text has no body */
	body: unknown;
}

export interface Ask {
	headers?: Record<string, string>;
	/** usual headers that are not sent, in lower case */
	without?: readonly string[];
	/** sent as JSON, unless it is a text */
	body?: unknown;
}

/** Nothing here takes longer at Adobe; without a limit an unreachable host would hold up everything. */
const PATIENCE_MS = 30_000;

/** A Platform, asked with plain requests: what the node does to answers must not hide what they are. */
export class Platform {
	private token: Promise<Answer> | undefined;

	constructor(readonly credential: PlatformCredential) {}

	/** Asks IMS for a token, with these fields changed; undefined leaves one out. */
	async askToken(changes: Record<string, string | undefined> = {}): Promise<Answer> {
		const { clientId, clientSecret, scopes, imsUrl } = this.credential;
		const fields: Record<string, string | undefined> = {
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: scopes,
			...changes,
		};
		const body = new URLSearchParams();
		for (const [name, value] of Object.entries(fields)) {
			if (value !== undefined) body.set(name, value);
		}
		return await answerOf(`${imsUrl}/ims/token/v3`, { method: 'POST', body });
	}

	/** The answer with the token that all requests share. */
	async ownToken(): Promise<Answer> {
		this.token ??= this.askToken();
		return await this.token;
	}

	/** @param path below the Platform URL, with its query */
	async ask(
		method: string,
		path: string,
		{ headers, without = [], body }: Ask = {},
	): Promise<Answer> {
		const { clientId, organizationId, sandboxName, platformUrl } = this.credential;
		const { status, body: answer } = await this.ownToken();
		const token = member(answer, 'access_token');
		if (typeof token !== 'string') {
			throw new Error(
				`IMS gives no token: ${status} ${String(member(answer, 'error') ?? '')}`.trim(),
			);
		}
		const all: Record<string, string> = {
			authorization: `Bearer ${token}`,
			'x-api-key': clientId,
			'x-gw-ims-org-id': organizationId,
			'x-sandbox-name': sandboxName,
			...(body !== undefined && { 'content-type': 'application/json' }),
			...headers,
		};
		for (const name of without) Reflect.deleteProperty(all, name);
		return await answerOf(`${platformUrl}${path}`, {
			method,
			headers: all,
			...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
	}
}

async function answerOf(url: string, init: RequestInit): Promise<Answer> {
	const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** A member of a JSON object by its path; undefined if there is none. */
export function member(value: unknown, ...path: Array<string | number>): unknown {
	return path.reduce<unknown>(
		(part, name) =>
			typeof part === 'object' && part !== null
				? (part as Record<string, unknown>)[name]
				: undefined,
		value,
	);
}

/** The entries of a list's answer; undefined if it has no `items`. */
export function itemsOf({ body }: Answer): unknown[] | undefined {
	const items = member(body, 'items');
	return Array.isArray(items) ? items : undefined;
}
