/* eslint-disable @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import { RequestSigner } from 'aws4';
import { timingSafeEqual } from 'node:crypto';

import { demoAwsKeys, fakeKeyId, fakeSecretKey, fakeSessionToken } from '../demo';
import type { Answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import { isObject } from '../types';
import type { World } from '../world';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** How far the clock of a caller may be off, milliseconds (AWS Signature Version 4). */
const CLOCK_SKEW = 15 * 60 * 1000;

class StsError extends Error {
	constructor(
		readonly code: string,
		message: string,
		readonly status = 403,
	) {
		super(message);
	}
}

/** Lifetimes in seconds (contract.md (e)). */
const LIFETIMES: Record<string, { minimum: number; maximum: number; standard: number }> = {
	GetSessionToken: { minimum: 900, maximum: 129_600, standard: 43_200 },
	AssumeRole: { minimum: 900, maximum: 43_200, standard: 3600 },
};

type Tree = { [name: string]: string | number | Tree };

function xml(tree: Tree): string {
	const escape = (text: string) =>
		text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	return Object.entries(tree)
		.map(([name, value]) => {
			const inner = isObject(value) ? xml(value as Tree) : escape(String(value));
			return `<${name}>${inner}</${name}>`;
		})
		.join('');
}

function wantsJson(call: Call): boolean {
	return (call.headers.accept ?? '').includes('application/json');
}

/** XML as STS speaks it, JSON when it is asked for. */
function respond(call: Call, status: number, root: string, tree: Tree, json: unknown): Answer {
	const headers = { 'x-amzn-requestid': call.requestId };
	if (wantsJson(call)) return { status, body: json, headers };
	return {
		status,
		headers,
		type: 'text/xml',
		text: `<${root} xmlns="${NAMESPACE}">${xml(tree)}</${root}>`,
	};
}

function failure(call: Call, { status, code, message }: StsError): Answer {
	const error = { Type: 'Sender', Code: code, Message: message };
	const tree = { Error: error, RequestId: call.requestId };
	return respond(call, status, 'ErrorResponse', tree, { ...tree, Error: error });
}

/** `20260611T101500Z` as epoch milliseconds. */
function amzTime(text: string): number {
	return Date.parse(
		text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
	);
}

const AUTHORIZATION =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]*)\/([^/]*)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Computes the signature once more with the demo key and compares. Region and service are taken as the caller states
 * them: a client that derives both from the host name gets odd ones for 127.0.0.1.
 */
function requireSignature(call: Call): void {
	const match = AUTHORIZATION.exec(call.headers.authorization ?? '');
	if (!match) {
		throw new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token');
	}
	const [, keyId, day = '', region, service, names = '', signature = ''] = match;
	if (keyId !== demoAwsKeys.awsAccessKeyId) {
		throw new StsError(
			'InvalidClientTokenId',
			'The security token included in the request is invalid.',
		);
	}
	const date = call.headers['x-amz-date'] ?? '';
	const skew = Math.abs(Date.now() - amzTime(date));
	if (!date.startsWith(day) || !(skew <= CLOCK_SKEW)) {
		throw new StsError('SignatureDoesNotMatch', `Signature expired: ${date}`);
	}
	const headers: Record<string, string> = {};
	for (const name of names.split(';')) headers[name] = call.headers[name] ?? '';
	const signer = new RequestSigner(
		{
			method: call.method,
			path: call.rawUrl,
			host: call.headers.host,
			headers,
			body: call.rawBody,
			region,
			service,
			doNotModifyHeaders: true,
		},
		{
			accessKeyId: demoAwsKeys.awsAccessKeyId,
			secretAccessKey: demoAwsKeys.awsSecretAccessKey,
		},
	);
	signer.datetime = date;
	if (!timingSafeEqual(Buffer.from(signer.signature()), Buffer.from(signature))) {
		throw new StsError(
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
		);
	}
}

function lifetimeOf(action: string, parameters: URLSearchParams): number {
	const { minimum, maximum, standard } = LIFETIMES[action] ?? {
		minimum: 0,
		maximum: 0,
		standard: 0,
	};
	const text = parameters.get('DurationSeconds');
	const seconds = text === null ? standard : Number(text);
	if (!Number.isInteger(seconds) || seconds < minimum || seconds > maximum) {
		throw new StsError(
			'ValidationError',
			`The requested DurationSeconds must be between ${minimum} and ${maximum}.`,
			400,
		);
	}
	return seconds;
}

function requireParameter(parameters: URLSearchParams, name: string): string {
	const value = parameters.get(name);
	if (!value) {
		throw new StsError(
			'ValidationError',
			`Value null at '${name}' failed to satisfy constraint`,
			400,
		);
	}
	return value;
}

/** Makes a new set of keys and lets the connection test accept it until it ends. */
function mint(world: World, action: string, parameters: URLSearchParams) {
	const asked = lifetimeOf(action, parameters);
	// Whole seconds, as the answer states them.
	const ends = Math.floor(Date.now() / 1000) + (world.settings.stsLifetime ?? asked);
	const AccessKeyId = fakeKeyId(world.random, 'ASIA');
	const SecretAccessKey = fakeSecretKey(world.random);
	const SessionToken = fakeSessionToken(world.random, 356);
	world.keys.register({
		accessKey: AccessKeyId,
		secretKey: SecretAccessKey,
		sessionToken: SessionToken,
		expiresAt: ends * 1000,
	});
	return { ends, keys: { AccessKeyId, SecretAccessKey, SessionToken } };
}

function resultOf(
	world: World,
	action: string,
	parameters: URLSearchParams,
): { xml: Tree; json: Tree } {
	if (action === 'GetCallerIdentity') {
		const identity = {
			Arn: 'arn:aws:iam::000000000000:user/local-demo',
			UserId: 'AIDALOCALDEMO',
			Account: '000000000000',
		};
		return { xml: identity, json: identity };
	}
	const role: Tree = {};
	if (action === 'AssumeRole') {
		const arn = requireParameter(parameters, 'RoleArn');
		const session = requireParameter(parameters, 'RoleSessionName');
		role.AssumedRoleUser = {
			Arn: `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`,
			AssumedRoleId: `AROALOCALDEMO:${session}`,
		};
	}
	const { ends, keys } = mint(world, action, parameters);
	const iso = new Date(ends * 1000).toISOString().replace('.000Z', 'Z');
	return {
		xml: { Credentials: { ...keys, Expiration: iso }, ...role },
		json: { Credentials: { ...keys, Expiration: ends }, ...role },
	};
}

function handle(world: World, call: Call): Answer {
	try {
		requireSignature(call);
		const parameters = new URLSearchParams(call.rawBody === '' ? call.query : call.rawBody);
		const action = parameters.get('Action') ?? '';
		if (action !== 'GetCallerIdentity' && !(action in LIFETIMES)) {
			throw new StsError('InvalidAction', `Could not find operation ${action}`, 400);
		}
		const result = resultOf(world, action, parameters);
		const ResponseMetadata = { RequestId: call.requestId };
		return respond(
			call,
			200,
			`${action}Response`,
			{ [`${action}Result`]: result.xml, ResponseMetadata },
			{ [`${action}Response`]: { [`${action}Result`]: result.json, ResponseMetadata } },
		);
	} catch (error) {
		if (error instanceof StsError) return failure(call, error);
		throw error;
	}
}

/**
 * A stand-in for AWS STS at `/sts/`: GetSessionToken, AssumeRole, GetCallerIdentity, by GET or POST, signed with
 * Signature Version 4 and the demo's long-term keys (contract.md (e)). Minted keys count as valid until they end.
 */
export function stsRoutes(world: World): Route[] {
	const route = (method: 'GET' | 'POST'): Route => ({
		method,
		url: '/sts',
		checks: 'none',
		handler: (call) => handle(world, call),
	});
	return [route('GET'), route('POST')];
}
