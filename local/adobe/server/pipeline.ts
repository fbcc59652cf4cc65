/* eslint-disable @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import { applyPatch, type Operation } from 'fast-json-patch';

import type { Collection } from '../flowService/entities/collection';
import { touched } from '../flowService/entities/entity';
import { type Entity, isObject, type Json } from '../types';
import type { World } from '../world';
import { type Answer, Refusal } from './answers';
import type { Call } from './call';
import { renderFlowError } from './errors';
import { checkGateway, checkJson, checkSandbox } from './gateway';
import type { Route } from './route';
import type { FaultRule } from './settings';

/** What Adobe does with a request when nothing goes wrong on the way: limits, gateway, sandbox, body, operation. */
export function carryOut(world: World, route: Route, call: Call): Answer {
	try {
		if (route.checks !== 'none') {
			const tooMany = world.rateLimiter?.take(Date.now());
			if (tooMany) return tooMany;
			checkGateway(world, call);
			if (route.checks === 'flow') checkSandbox(world, call);
			if (route.json) checkJson(call);
		}
		return withEcho(world, call, route.handler(call));
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { content } = error;
		const refused =
			'flow' in content
				? renderFlowError(content.flow, world.settings.errorShape, call.requestId)
				: content.answer;
		return withEcho(world, call, refused);
	}
}

const MESSAGES = ['message', 'errorMessage', 'errorDetails', 'detail', 'error_description'];

/** Quotes the submitted body in the error texts of 400 and 422, as careless services do. */
export function withEcho(world: World, call: Call, answer: Answer): Answer {
	if (!world.settings.echoSecrets || ![400, 422].includes(answer.status)) return answer;
	const submitted = call.rawBody || JSON.stringify(call.body ?? {});
	const quote = (text: unknown) => `${String(text)} Received: ${submitted}`;
	if (!isObject(answer.body)) return answer;
	const body: Json = { ...answer.body };
	for (const name of MESSAGES) if (typeof body[name] === 'string') body[name] = quote(body[name]);
	if (isObject(body.report)) {
		body.report = {
			...body.report,
			'detailed-message': quote(body.report['detailed-message']),
		};
	}
	return { ...answer, body };
}

/** What a PATCH can change, by the segment of its path. */
function collections(world: World): Record<string, Collection<Entity>> {
	const { connections, sourceConnections, targetConnections, flows } = world;
	// A patch may make anything of an entity, and what it makes is stored as the kind that it was.
	return { connections, sourceConnections, targetConnections, flows } as unknown as Record<
		string,
		Collection<Entity>
	>;
}

function changeAs(
	who: string,
	world: World,
	rows: Collection<Entity>,
	id: string,
	patch: FaultRule['patch'] = [],
): void {
	const item = rows.get(id);
	if (!item) return;
	const changed = applyPatch(item, patch as Operation[], false, false).newDocument;
	rows.replace(touched(world, changed, who));
}

/** Somebody else changes what a request is about, between this caller's reading and writing. */
export function secondWriter(world: World, call: Call, patch: FaultRule['patch'] = []): void {
	const [, type = '', id = ''] = /\/([A-Za-z]+)\/([^/]+)$/.exec(call.path) ?? [];
	for (const [name, rows] of Object.entries(collections(world))) {
		if (name === type) changeAs('second-writer@AdobeID', world, rows, id, patch);
	}
}
