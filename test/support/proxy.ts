/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests put something of their own between the node and the local Adobe */
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What changes on the way. */
export interface Rewrite {
	request?(headers: IncomingHttpHeaders): IncomingHttpHeaders;
	/** The body. */
	answer?(text: string): string;
}

/** Something between the node and the local Adobe, on a port that is known before it listens. */
export interface Proxy {
	url: string;
	/** Begins to listen; connections are refused before. */
	open(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Takes a free port of the loopback.
 * @param target where requests go on to
 */
export async function proxyTo(
	target: string,
	{ request: onTheWay = (headers) => headers, answer: onTheWayBack = (text) => text }: Rewrite = {},
): Promise<Proxy> {
	const server = createServer((incoming, outgoing) => {
		const onward = request(
			target + (incoming.url ?? ''),
			{ method: incoming.method, headers: onTheWay(incoming.headers) },
			(answer) => {
				const pieces: Buffer[] = [];
				answer.on('data', (piece: Buffer) => pieces.push(piece));
				answer.on('end', () => {
					const text = onTheWayBack(Buffer.concat(pieces).toString());
					outgoing.writeHead(answer.statusCode ?? 502, {
						...answer.headers,
						'content-length': Buffer.byteLength(text),
					});
					outgoing.end(text);
				});
			},
		);
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	const listen = async (port: number) =>
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	await listen(0);
	const { port } = server.address() as AddressInfo;
	await close();
	return { url: `http://127.0.0.1:${port}`, open: async () => await listen(port), close };
}
