import type { FastifyInstance, FastifyReply } from 'fastify';

import { seedConnection } from './seed';
import { checkSettings } from './settings';
import { isObject, type KeySet } from './types';
import type { World } from './world';

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

/**
 * `/local/*`: looking into and steering the local Adobe from another process. No Adobe headers, not in the journal.
 * Errors are `{message}` with status 400.
 */
export function controlRoutes(world: World, app: FastifyInstance): void {
	const parse = (body: unknown): unknown => JSON.parse(typeof body === 'string' ? body : '{}');
	const attempt = async (reply: FastifyReply, work: () => unknown) => {
		try {
			return await reply.send(work() ?? { ok: true });
		} catch (error) {
			return await reply.code(400).send({ message: (error as Error).message });
		}
	};
	app.get('/local/state', async () => ({
		connections: world.connections.all(),
		imsRequests: world.imsRequests,
	}));
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
	app.post('/local/expire-tokens', async (_request, reply) => {
		return await attempt(reply, () => world.tokens.expireAll());
	});
	app.post('/local/reset', async (_request, reply) => {
		return await attempt(reply, () => world.reset());
	});
}
