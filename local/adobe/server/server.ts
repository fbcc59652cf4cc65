/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the local Adobe is a development tool and never part of the published package */
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

import { readContent } from '../import/content';
import type { JournalEntry } from '../types';
import type { World } from '../world';
import type { Answer } from './answers';
import { type Call, NO_SANDBOX } from './call';
import { controlRoutes } from './control';
import { badRequestRefusal } from './errors';
import { type Fault, htmlFailure, statusFailure } from './faults';
import { record } from './journal';
import { carryOut, secondWriter, withEcho } from './pipeline';
import type { Route } from './route';

const HANG_MS = 10 * 60 * 1000;

/** Reads the body by itself, so that the order of the checks is Adobe's and not the framework's. */
function bodyOf(request: FastifyRequest): Pick<Call, 'body' | 'rawBody' | 'malformed'> {
	const { body } = request;
	if (typeof body !== 'string') return { body: body ?? undefined, rawBody: '', malformed: false };
	if (body === '') return { body: undefined, rawBody: '', malformed: false };
	if (!(request.headers['content-type'] ?? '').includes('json')) {
		return { body, rawBody: body, malformed: false };
	}
	try {
		return { body: JSON.parse(body) as unknown, rawBody: body, malformed: false };
	} catch {
		return { body, rawBody: body, malformed: true };
	}
}

function callOf(request: FastifyRequest): Call {
	const [path = '', ...query] = request.url.split('?');
	return {
		method: request.method,
		path: path.length > 1 ? path.replace(/\/$/, '') : path,
		rawUrl: request.url,
		query: new URLSearchParams(query.join('?')),
		headers: request.headers as Call['headers'],
		params: request.params as Call['params'],
		...bodyOf(request),
		requestId: randomUUID().replaceAll('-', ''),
		sandbox: NO_SANDBOX,
	};
}

function textOf(answer: Answer): string {
	return answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
}

function send(reply: FastifyReply, answer: Answer, requestId: string): void {
	void reply.code(answer.status).header('x-request-id', requestId);
	for (const [name, value] of Object.entries(answer.headers ?? {})) void reply.header(name, value);
	if (answer.pieces) {
		void reply.type(answer.type ?? 'text/plain').send(Readable.from(answer.pieces));
		return;
	}
	const text = textOf(answer);
	if (text === '') {
		void reply.send();
		return;
	}
	const type = answer.text === undefined ? 'application/json' : (answer.type ?? 'text/plain');
	void reply.type(type).send(text);
}

/** Tears the connection down so that the caller sees ECONNRESET. */
function reset(reply: FastifyReply): void {
	reply.raw.socket?.resetAndDestroy();
}

/** Promises more bytes than it sends, then drops the connection. */
function sendHalf(reply: FastifyReply, answer: Answer, requestId: string): void {
	const text = textOf(answer) || '{"items":[{"id":"';
	reply.raw.writeHead(answer.status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text) + 100,
		'x-request-id': requestId,
	});
	const half = text.slice(0, Math.ceil(text.length / 2));
	reply.raw.write(half, () => reply.raw.socket?.destroy());
}

/** What a caller gets in place of the answer, for the kinds of fault that are an answer. */
function failureOf(world: World, { rule }: Fault, call: Call): Answer {
	switch (rule.kind) {
		case 'html':
			return htmlFailure(rule);
		case 'status':
			return withEcho(world, call, statusFailure(rule, call, world.settings.errorShape));
		default:
			return { status: rule.status ?? (call.method === 'DELETE' ? 204 : 200) };
	}
}

/** Does what a fault says, in place of the answer. The journal knows of it before the caller does. */
async function perform(
	world: World,
	fault: Fault,
	call: Call,
	entry: JournalEntry,
	reply: FastifyReply,
	real: Answer | undefined,
): Promise<void> {
	const { kind, status, ms = HANG_MS } = fault.rule;
	if (kind === 'reset' || kind === 'hang') {
		reply.hijack();
		if (kind === 'hang') await world.timers.sleep(ms);
		entry.status = 'reset';
		reset(reply);
	} else if (kind === 'halfBody') {
		reply.hijack();
		entry.status = status ?? real?.status ?? 200;
		sendHalf(reply, { ...real, status: entry.status }, call.requestId);
	} else {
		const failure = failureOf(world, fault, call);
		entry.status = failure.status;
		send(reply, failure, call.requestId);
	}
}

/** Reads a body that is not held in memory. What was cut off in the middle never arrived. */
async function receive(request: FastifyRequest, call: Call, entry: JournalEntry): Promise<boolean> {
	const { body } = request;
	try {
		const content = await readContent((body ?? request.raw) as typeof request.raw);
		call.body = content;
		call.rawBody = '';
		entry.body = { bytes: content.bytes, sha256: content.sha256 };
		return true;
	} catch {
		entry.status = 'reset';
		return false;
	}
}

/** One request from arrival to answer: journal, fault, operation, latency, answer. */
async function serve(
	world: World,
	route: Route,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const call = callOf(request);
	const entry = record(world, call);
	if (route.streams && !(await receive(request, call, entry))) return;
	const fault = world.faults.pick(call.method, call.path);
	if (fault) entry.fault = fault.name;
	const other = fault?.rule.kind === 'secondWriter' ? fault.rule : undefined;

	if (other && call.method === 'PATCH') secondWriter(world, call, other.patch);
	let real: Answer | undefined;
	const apply = () => {
		real = carryOut(world, route, call);
		entry.applied = real.status < 300;
	};
	if (fault?.applied && fault.appliedAfter > 0) world.timers.after(fault.appliedAfter, apply);
	else if (!fault || other || fault.applied) apply();
	if (other && call.method !== 'PATCH') secondWriter(world, call, other.patch);

	const { latencyMs } = world.settings;
	if (latencyMs > 0) await world.timers.sleep(latencyMs);
	if (fault && !other) {
		await perform(world, fault, call, entry, reply, real);
	} else if (real) {
		entry.status = real.status;
		send(reply, real, call.requestId);
	}
}

const notFoundRoute: Route = {
	method: 'GET',
	url: '*',
	checks: 'none',
	handler: () => ({ status: 404, body: { message: 'Resource not found' } }),
};

/** A fastify server with these routes and the control routes, not yet listening. */
export function createServer(world: World, routes: Route[]): FastifyInstance {
	const app = fastify({
		bodyLimit: 16 * 1024 * 1024,
		exposeHeadRoutes: false,
		// Ids may be of any length: a wrong one is not found, not refused by the router.
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 10_000 },
	});
	app.addHook('onRequest', async (_request, reply) => {
		void reply.header('date', new Date(world.now()).toUTCString());
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	// What the framework refuses by itself (a content type that is none, a body that is too large).
	app.setErrorHandler(async (error: { statusCode?: number; message: string }, request, reply) => {
		const wrongType = error.statusCode === 415;
		if (!wrongType) {
			const status = error.statusCode ?? 500;
			return await reply.code(status).send({ message: `Local Adobe: ${error.message}` });
		}
		const refuse: Route = {
			...notFoundRoute,
			checks: 'gateway',
			handler: () => {
				throw badRequestRefusal('A valid content-type must be specified');
			},
		};
		await serve(world, refuse, request, reply);
		return reply;
	});

	const add = (scope: FastifyInstance, route: Route) => {
		scope.route({
			method: route.method,
			url: route.url,
			handler: async (request, reply) => {
				await serve(world, route, request, reply);
				return reply;
			},
		});
	};
	for (const route of routes.filter(({ form, streams }) => !form && !streams)) add(app, route);
	app.setNotFoundHandler(async (request, reply) => {
		if (request.url.startsWith('/local/')) return await reply.code(404).send();
		const checks = request.url.startsWith('/data/') ? 'gateway' : 'none';
		await serve(world, { ...notFoundRoute, checks }, request, reply);
		return reply;
	});
	void app.register(async (scope) => {
		await scope.register(formbody);
		for (const route of routes.filter(({ form }) => form)) add(scope, route);
	});
	void app.register(async (scope) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
		for (const route of routes.filter(({ streams }) => streams)) add(scope, route);
		await Promise.resolve();
	});
	controlRoutes(world, app);
	return app;
}
