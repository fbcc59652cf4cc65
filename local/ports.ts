/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { type AddressInfo, createServer } from 'node:net';

/** Whether nobody listens on a port of this machine yet. */
export async function isFree(port: number): Promise<boolean> {
	return (await listenOnce(port)) !== undefined;
}

/** Any port that is free now. */
export async function anyFreePort(): Promise<number> {
	const port = await listenOnce(0);
	if (port === undefined) throw new Error('This machine has no free port on 127.0.0.1.');
	return port;
}

/** The first free port from `preferred` on, or any free one where twenty in a row are taken. */
export async function freePortFrom(preferred: number): Promise<number> {
	for (let port = preferred; port < preferred + 20 && port <= 65_535; port++) {
		if (await isFree(port)) return port;
	}
	return await anyFreePort();
}

async function listenOnce(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
			const { port: actual } = server.address() as AddressInfo;
			server.close(() => resolve(actual));
		});
	});
}
