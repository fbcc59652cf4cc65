import { answer, noContent } from '../../server/answers';
import type { Call } from '../../server/call';
import { flowRefusal, missingField, notFound, sourcesRefusal } from '../../server/errors';
import { invalidParam, knownParams } from '../../server/query';
import { FLOW_SERVICE } from '../../server/route';
import type { Json, SpecInfo, StoredConnection } from '../../types';
import type { World } from '../../world';
import { unsupportedAction, wrongState } from '../entities/crud';
import {
	newEntity,
	requireBody,
	requireIfMatch,
	requireMatch,
	requireNoState,
	touched,
} from '../entities/entity';
import { patched, type PatchRules, patchRefusal } from '../entities/jsonPatch';
import {
	checked,
	compile,
	fieldOf,
	optionalText,
	schemaRefusal,
	specInfo,
	text,
} from '../entities/schemas';
import { requireAuthSpec, requireSpec } from '../specs/connectionSpecs';
import { sourceOf } from '../specs/sources';

interface CreateBody {
	name: string;
	description?: string;
	auth?: { specName: string; params: Json };
	connectionSpec: SpecInfo;
}

/** Body of `POST /connections`; the parameters are judged by the connection spec's own schema. */
const createConnection = {
	type: 'object',
	required: ['name', 'connectionSpec'],
	properties: {
		name: text,
		description: optionalText,
		connectionSpec: specInfo,
		auth: {
			type: 'object',
			required: ['specName', 'params'],
			properties: { specName: text, params: { type: 'object' } },
		},
	},
};

/** The parts of a connection that a PATCH must leave in order. */
const storedConnection = {
	type: 'object',
	required: ['name'],
	properties: {
		name: text,
		description: optionalText,
		auth: createConnection.properties.auth,
	},
};

const validCreate = compile<CreateBody>(createConnection);
const validStored = compile<StoredConnection>(storedConnection);

/** The connection that a request names, in the sandbox of the request. */
export function namedConnection(world: World, call: Call): StoredConnection {
	const id = call.params.id ?? '';
	const connection = world.connections.get(id);
	if (connection?.sandboxName !== call.sandbox.name) throw notFound('connections', id);
	return connection;
}

/** Stores a connection; on AEP on AWS it is `initializing` for a while and then gets a new etag (contract.md (c)). */
export function store(world: World, connection: StoredConnection): void {
	world.connections.add(connection);
	if (connection.state !== 'initializing') return;
	world.timers.after(world.settings.initializingMs, () => {
		const current = world.connections.get(connection.id);
		if (current?.state !== 'initializing') return;
		world.connections.replace({
			...touched(world, current, 'platform@AdobeID'),
			state: 'enabled',
		});
	});
}

function requireAuth(connection: { connectionSpec: SpecInfo; auth?: CreateBody['auth'] }): void {
	const { auth, connectionSpec } = connection;
	if (!auth) throw missingField('auth');
	const { validate } = requireAuthSpec(connectionSpec.id, auth.specName);
	if (!validate(auth.params)) throw schemaRefusal(validate.errors, 'auth.params.');
}

/** Create accepts keys without asking AWS; `/test` judges them (contract.md (c), UNSURE). */
export function create(world: World, call: Call) {
	knownParams(call.query, ['mode']);
	const mode = call.query.get('mode');
	if (mode !== null && mode !== 'draft') throw invalidParam('mode');
	const draft = mode === 'draft';
	requireNoState(call);
	const body = checked(validCreate, requireBody(call));
	requireSpec(body.connectionSpec);
	if (!draft || body.auth) requireAuth(body);
	const ready = world.settings.initializingMs > 0 ? 'initializing' : 'enabled';
	const connection: StoredConnection = {
		...newEntity(world, call, draft ? 'draft' : ready),
		name: body.name,
		...(body.description !== undefined && { description: body.description }),
		connectionSpec: { id: body.connectionSpec.id, version: body.connectionSpec.version },
		...(body.auth && {
			auth: { specName: body.auth.specName, params: { ...body.auth.params } },
		}),
	};
	store(world, connection);
	const { id, etag } = connection;
	return answer(201, { id, etag }, { location: `${FLOW_SERVICE}/connections/${id}` });
}

/** Changes are allowed in these states only (1416, 1417-400). */
function requireState(connection: StoredConnection, allowed: string[]): void {
	if (connection.state === 'initializing') {
		throw flowRefusal(
			'1417-400',
			'Delete or Update on Connections in `initializing` state are not allowed with UserToken.',
		);
	}
	if (!allowed.includes(connection.state)) {
		throw flowRefusal(
			'1416-400',
			'Delete or Update can only be applied on connection with enabled, disabled or initializing state.',
		);
	}
}

function patchRules(connection: StoredConnection): PatchRules {
	const params = '/auth/params/';
	return {
		writable: [/^\/(name|description)$/, /^\/auth(\/specName|\/params(\/[^/]+)?)?$/],
		known: (pointer) =>
			!pointer.startsWith(params) ||
			!connection.auth ||
			requireAuthSpec(connection.connectionSpec.id, connection.auth.specName).known.has(
				pointer.slice(params.length),
			),
	};
}

function requireIntact(connection: StoredConnection): void {
	if (!validStored(connection)) {
		const [error] = validStored.errors ?? [];
		throw patchRefusal(error ? `Field "${fieldOf(error)}" ${error.message}` : 'Invalid value');
	}
	if (!connection.auth) throw patchRefusal('Missing field "auth"');
	const { specName, params } = connection.auth;
	const { validate } = requireAuthSpec(connection.connectionSpec.id, specName);
	if (!validate(params)) {
		const [error] = validate.errors ?? [];
		throw patchRefusal(
			error ? `Field "auth.params.${fieldOf(error)}" ${error.message}` : 'Invalid value',
		);
	}
}

/** Some sources keep the kind of authentication that they were created with. */
function requireSameAuth(before: StoredConnection, after: StoredConnection): void {
	if (!sourceOf(before.connectionSpec.id)?.fixedAuth) return;
	if (before.auth?.specName === after.auth?.specName) return;
	throw patchRefusal('Field "specName" cannot be changed');
}

/** Order of the checks: contract.md, choices recommended for emulator defaults. */
export function update(world: World, call: Call) {
	knownParams(call.query, []);
	const body = requireBody(call);
	const ifMatch = requireIfMatch(call);
	const connection = namedConnection(world, call);
	requireMatch(ifMatch, connection);
	const changed = patched(connection, body, patchRules(connection));
	requireSameAuth(connection, changed);
	requireIntact(changed);
	requireState(connection, ['enabled', 'disabled']);
	const written = touched(world, changed);
	world.connections.replace(written);
	return answer(200, { id: written.id, etag: written.etag });
}

/** Ids of the flows that read through a base connection. */
function flowsUsing(world: World, connectionId: string): string[] {
	return world.flows
		.all()
		.filter((flow) =>
			flow.sourceConnectionIds.some(
				(id) => world.sourceConnections.get(id)?.baseConnectionId === connectionId,
			),
		)
		.map((flow) => flow.id);
}

/** A connection goes only while no dataflow uses it. */
export function remove(world: World, call: Call) {
	knownParams(call.query, []);
	const connection = namedConnection(world, call);
	if (flowsUsing(world, connection.id).length > 0) {
		throw flowRefusal(
			'1418-400',
			`The base connection with the ID ${connection.id} cannot be deleted because the base connection is being used in one or more flows. Please ensure that corresponding flows are deleted before deleting a base connection.`,
		);
	}
	// A draft that could never be deleted would be of no use, so that state is allowed here.
	requireState(connection, ['enabled', 'disabled', 'draft']);
	world.connections.remove(connection.id);
	return noContent();
}

/** The one action that a user has: a draft becomes a connection. */
export function act(world: World, call: Call) {
	knownParams(call.query, ['op', 'subOp']);
	const connection = namedConnection(world, call);
	const op = call.query.get('op');
	if (!op) {
		throw sourcesRefusal(
			'1359-400',
			'The param op is missing in the request. Please provide a valid op and try again.',
		);
	}
	const action = op.toUpperCase();
	if (action === 'FINALIZE' || action === 'FINALIZE_UPDATE') {
		throw flowRefusal('1402-400', "The action 'finalize' is supported for provider requests only.");
	}
	if (action !== 'PUBLISH') {
		throw unsupportedAction(op);
	}
	if (connection.state !== 'draft') {
		throw wrongState('publish', connection.state);
	}
	requireAuth(connection);
	const published = { ...touched(world, connection), state: 'enabled' };
	world.connections.replace(published);
	return answer(200, { id: published.id, etag: published.etag });
}
