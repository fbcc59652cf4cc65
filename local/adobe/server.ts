import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';

import type { Answer } from './answers';
import { type Call, NO_SANDBOX } from './call';
import { connectionRoutes } from './connections';
import { connectionSpecRoutes } from './connectionSpecs';
import { controlRoutes } from './control';
import { badRequestRefusal } from './errors';
import { exploreRoutes } from './explore';
import { type Fault, htmlFailure, statusFailure } from './faults';
import { flowRoutes } from './flows';
import { tokenHandler } from './ims';
import { record } from './journal';
import { carryOut, secondWriter } from './pipeline';
import type { Route } from './route';
import { runRoutes } from './runs';
import { sandboxRoutes } from './sandboxes';
import { sourceAndTargetRoutes } from './sourcesAndTargets';
import { stsRoutes } from './sts';
import type { Json } from './types';
import type { World } from './world';

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

async function send(reply: FastifyReply, answer: Answer, requestId: string): Promise<void> {
	void reply.code(answer.status).header('x-request-id', requestId);
	for (const [name, value] of Object.entries(answer.headers ?? {})) void reply.header(name, value);
	const text = textOf(answer);
	if (text !== '')
		void reply.type(answer.text === undefined ? 'application/json' : (answer.type ?? ''));
	await reply.send(text === '' ? undefined : text);
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

/** Does what a fault says, in place of the answer. Returns the status for the journal. */
async function perform(
	world: World,
	fault: Fault,
	call: Call,
	reply: FastifyReply,
	real: Answer | undefined,
): Promise<number | 'reset'> {
	const { rule } = fault;
	switch (rule.kind) {
		case 'reset':
			reply.hijack();
			reset(reply);
			return 'reset';
		case 'hang':
			reply.hijack();
			await world.timers.sleep(rule.ms ?? HANG_MS);
			reset(reply);
			return 'reset';
		case 'halfBody': {
			reply.hijack();
			const status = rule.status ?? real?.status ?? 200;
			sendHalf(reply, { ...real, status }, call.requestId);
			return status;
		}
		default: {
			let failure: Answer;
			if (rule.kind === 'html') failure = htmlFailure(rule);
			else if (rule.kind === 'status')
				failure = statusFailure(rule, call, world.settings.errorShape);
			else failure = { status: rule.status ?? (call.method === 'DELETE' ? 204 : 200) };
			await send(reply, failure, call.requestId);
			return failure.status;
		}
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
	const fault = world.faults.pick(call.method, call.path);
	if (fault) entry.fault = fault.name;
	const other = fault?.rule.kind === 'secondWriter' ? fault.rule : undefined;

	if (other && call.method === 'PATCH') secondWriter(world, call, other.patch as Json[]);
	let real: Answer | undefined;
	if (!fault || other || fault.applied) {
		real = carryOut(world, route, call);
		entry.applied = real.status < 300;
	}
	if (other && call.method !== 'PATCH') secondWriter(world, call, other.patch as Json[]);

	const { latencyMs } = world.settings;
	if (latencyMs > 0) await world.timers.sleep(latencyMs);
	if (fault && !other) {
		entry.status = await perform(world, fault, call, reply, real);
	} else if (real) {
		entry.status = real.status;
		await send(reply, real, call.requestId);
	}
}

const notFoundRoute: Route = {
	method: 'GET',
	url: '*',
	checks: 'none',
	handler: () => ({ status: 404, body: { message: 'Resource not found' } }),
};

/** A fastify server with all routes, not yet listening. */
export function createServer(world: World): FastifyInstance {
	const app = fastify({
		bodyLimit: 16 * 1024 * 1024,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true },
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	// What the framework refuses by itself (a content type that is none, a body that is too large).
	app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
		const wrongType = error.statusCode === 415;
		if (!wrongType) return await reply.code(error.statusCode ?? 500).send();
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
	const adobe = [
		...connectionRoutes(world),
		...exploreRoutes(world),
		...connectionSpecRoutes(),
		...sandboxRoutes(world),
		...sourceAndTargetRoutes(world),
		...flowRoutes(world),
		...runRoutes(world),
		...stsRoutes(world),
	];
	for (const route of adobe) add(app, route);
	app.setNotFoundHandler(async (request, reply) => {
		const checks = request.url.startsWith('/data/') ? 'gateway' : 'none';
		await serve(world, { ...notFoundRoute, checks }, request, reply);
		return reply;
	});
	void app.register(async (scope) => {
		await scope.register(formbody);
		add(scope, {
			method: 'POST',
			url: '/ims/token/v3',
			checks: 'none',
			handler: tokenHandler(world),
		});
	});
	controlRoutes(world, app);
	return app;
}
