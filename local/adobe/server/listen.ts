/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the local Adobe is a development tool and never part of the published package */
import type { FastifyInstance } from 'fastify';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As an app that listens by itself has it: clients reuse a connection after a while, and uploads take their time. */
const PATIENT = { keepAliveTimeout: 72_000, requestTimeout: 0 };

export interface Listener {
	url: string;
	/** drops what is under way */
	close(): Promise<void>;
}

/**
 * Lets an app answer at a port of 127.0.0.1; 0 is any free one. It can do so again at another port, which an app that
 * listens by itself cannot.
 * @throws Error when the port is taken
 */
export async function listen(app: FastifyInstance, port: number): Promise<Listener> {
	const server = createServer(PATIENT, (request, response) => app.routing(request, response));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}
