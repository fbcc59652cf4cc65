import type { FastifyInstance, FastifyReply } from 'fastify';

import { type BucketFile, bucketFile } from '../bucket/bucket';
import { expireKeysOf } from '../flowService/connections/credentials';
import { seedConnection } from '../tenant/seed';
import { seedRun, type SeedRun } from '../tenant/seedRun';
import { isObject, type KeySet } from '../types';
import type { World } from '../world';
import { checkSettings } from './settings';

/** A key set as another process sends it. */
function readKeySet(value: unknown): KeySet {
	const { accessKey, secretKey, sessionToken, expiresAt } = isObject(value) ? value : {};
	if (typeof accessKey !== 'string' || typeof secretKey !== 'string') {
		throw new Error('A key set needs accessKey and secretKey');
	}
	return {
		accessKey,
		secretKey,
		...(typeof sessionToken === 'string' && { sessionToken }),
		...(typeof expiresAt === 'number' && { expiresAt }),
	};
}

function readSecret(value: unknown): string {
	const { secret } = isObject(value) ? value : {};
	if (typeof secret !== 'string' || secret === '') throw new Error('A text `secret` is needed');
	return secret;
}

/** Those of one connection, or every set that is known. */
function expireKeys(world: World, value: unknown): void {
	const { connectionId } = isObject(value) ? value : {};
	if (connectionId === undefined) world.keys.expireAll(Date.now());
	else expireKeysOf(world, connectionId);
}

/** A file for the bucket as another process sends it: `text`, or bytes as `base64`; with neither, one that is there anew. */
async function readFile(value: unknown, world: World): Promise<BucketFile> {
	const now = world.changedNow();
	const { path, text, base64 } = isObject(value) ? value : {};
	if (typeof path !== 'string' || path === '') throw new Error('A file needs a path');
	if (typeof text === 'string') return await bucketFile(path, text, now);
	if (typeof base64 === 'string') return await bucketFile(path, Buffer.from(base64, 'base64'), now);
	const known = world.bucket.get(path);
	if (!known) throw new Error('A file that is not there needs text or base64');
	return { ...known, lastModified: now };
}

/**
 * `/local/*`: looking into and steering the local Adobe from another process. No Adobe headers, not in the journal.
 * Errors are `{message}` with status 400.
 */
export function controlRoutes(world: World, app: FastifyInstance): void {
	const parse = (body: unknown): unknown => JSON.parse(typeof body === 'string' ? body : '{}');
	const attempt = async (reply: FastifyReply, work: () => unknown) => {
		try {
			return await reply.send((await work()) ?? { ok: true });
		} catch (error) {
			return await reply.code(400).send({ message: (error as Error).message });
		}
	};
	app.get('/local/state', async () => ({
		connections: world.connections.all(),
		sourceConnections: world.sourceConnections.all(),
		targetConnections: world.targetConnections.all(),
		flows: world.flows.all(),
		runs: world.runs.all(),
		ingestions: world.ingestions.all(),
		imsRequests: world.imsRequests,
	}));
	app.get('/local/datasets/:id/records', async ({ params }) =>
		world.batches.records((params as { id: string }).id),
	);
	app.get('/local/journal', async () => world.journal);
	app.patch('/local/settings', async ({ body }, reply) => {
		return await attempt(reply, () => {
			world.set(checkSettings(parse(body)));
			return world.settings;
		});
	});
	app.post('/local/keys', async ({ body }, reply) => {
		return await attempt(reply, () => world.keys.register(readKeySet(parse(body))));
	});
	app.post('/local/connections', async ({ body }, reply) => {
		return await attempt(reply, () => seedConnection(world, parse(body) as object));
	});
	app.post('/local/runs', async ({ body }, reply) => {
		return await attempt(reply, () => seedRun(world, parse(body) as SeedRun));
	});
	app.post('/local/amendments', async ({ body }, reply) => {
		return await attempt(reply, () => {
			const { id, changes } = parse(body) as { id?: unknown; changes?: unknown };
			if (typeof id !== 'string' || !isObject(changes)) {
				throw new Error('A text `id` and an object `changes` are needed');
			}
			world.oddities.amend(id, changes);
		});
	});
	app.post('/local/revoked-secrets', async ({ body }, reply) => {
		return await attempt(reply, () => world.keys.revoke(readSecret(parse(body))));
	});
	app.post('/local/files', async ({ body }, reply) => {
		return await attempt(reply, async () => world.bucket.put(await readFile(parse(body), world)));
	});
	app.post('/local/expire-keys', async ({ body }, reply) => {
		return await attempt(reply, () => expireKeys(world, parse(body)));
	});
	app.post('/local/expire-tokens', async (_request, reply) => {
		return await attempt(reply, () => world.tokens.expireAll());
	});
	app.post('/local/reset', async (_request, reply) => {
		return await attempt(reply, () => world.reset());
	});
}
