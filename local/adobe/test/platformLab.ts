import { demoCredentials } from '../index';
import type { LocalAdobe } from '../index';
import { createServer } from '../server/server';
import { defaultSettings } from '../server/settings';
import { serviceRoutes } from '../services';
import { tenantFiles } from '../tenant/files';
import { World } from '../world';
import { adobeHeaders, Client, type Json } from './client';

export const CATALOG = '/data/foundation/catalog';
export const REGISTRY = '/data/foundation/schemaregistry';
export const DATA_PREP = '/data/foundation/conversion';
export const EXPORT = '/data/foundation/export';

/** A client, and the world behind the server, where a test puts in what no request can. */
export function usePlatform() {
	const lab = {} as { world: World; client: Client };
	let close: () => Promise<void>;
	beforeEach(async () => {
		lab.world = new World(defaultSettings, demoCredentials, await tenantFiles());
		const app = createServer(lab.world, serviceRoutes(lab.world));
		const url = await app.listen({ port: 0, host: '127.0.0.1' });
		const adobe = { url, demo: lab.world.demo } as LocalAdobe;
		lab.client = new Client(adobe, await adobeHeaders(adobe));
		close = async () => void (await app.close());
	});
	afterEach(async () => await close());
	return lab;
}

/** The member of an object in an answer. */
export function member(body: Json, ...path: string[]): unknown {
	return path.reduce<unknown>((value, name) => (value as Json)[name], body);
}
