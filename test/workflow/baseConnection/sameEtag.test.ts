import type { IDataObject } from 'n8n-workflow';
import type { FaultRule } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { proxyTo, type Proxy } from '../../support/proxy';
import { callLines, keySet, storedParams, updateToken } from '../cases';

const local = useLocalAdobe();

/** The etag that the service shows, whatever it was changed to. */
const ETAG = '"0000-the-same"';

let proxy: Proxy;

/** In front of the local Adobe: shows one etag for all, and takes it for the current one. */
async function openProxy(hidden: string[] = []): Promise<void> {
	proxy = await proxyTo(local.adobe.url, {
		request: (headers) => {
			const [connection] = local.adobe.connections();
			return headers['if-match'] === ETAG ? { ...headers, 'if-match': connection?.etag } : headers;
		},
		answer: (text) =>
			text.replace(/^\{.*\}$/s, (json) => JSON.stringify(shown(JSON.parse(json), hidden))),
	});
	await proxy.open();
}

function shown(value: unknown, hidden: string[]): unknown {
	if (Array.isArray(value)) return value.map((entry) => shown(entry, hidden));
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value as IDataObject).filter(([name]) => !hidden.includes(name));
	return Object.fromEntries(
		fields.map(([name, field]) => [
			name,
			name === 'etag' || (name === 'version' && 'id' in value && 'etag' in value)
				? ETAG
				: shown(field, hidden),
		]),
	);
}

const empty: FaultRule = { kind: 'empty', method: 'PATCH', applied: true };

describe('An etag that an update leaves as it was', () => {
	afterEach(async () => await proxy.close());

	const update = async (options = {}) => {
		const connection = local.adobe.seedConnection({ params: keySet(1) });
		const { id } = Object.assign(connection, { updatedAt: Date.now() - 60_000 });
		const run = await runNode(local.credential({ platformUrl: proxy.url }), {
			parameters: updateToken(id, { ...keySet(2), options }),
		});
		const patches = callLines(local.adobe).filter((line) => line.startsWith('PATCH'));
		return { ...run, id, patches: patches.length };
	};

	it.each<[what: string, options: object]>([
		['an etag that was read', {}],
		['an etag of the user’s own', { etag: ETAG }],
	])('is no failure if the service says so itself (%s)', async (_what, options) => {
		await openProxy();
		const { error, json, hints, id, patches } = await update(options);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ id, etag: ETAG });
		expect(storedParams(local.adobe, id)).toEqual(keySet(2));
		expect(patches).toBe(1);
		expect(hints.map(({ message }) => message).join()).toContain('left the etag unchanged');
	});

	// With an etag of the user's own nothing was read before: a second write of the same makes it sure.
	it.each<[what: string, options: object, writes: number]>([
		['a new updatedAt shows it', {}, 1],
		['a new updatedAt shows it, with an etag of the user’s own', { etag: ETAG }, 2],
	])('is no failure after an answer without a body if %s', async (_what, options, writes) => {
		await openProxy();
		local.adobe.set({ faults: [empty] });
		const { error, hints, id, patches } = await update(options);
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual(keySet(2));
		expect(patches).toBe(writes);
		expect(hints.map(({ message }) => message).join()).toContain('left the etag unchanged');
	});

	it('counts as written, with a hint, if nothing shows it', async () => {
		await openProxy(['updatedAt']);
		local.adobe.set({ faults: [empty] });
		const { error, hints, id } = await update();
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual(keySet(2));
		expect(hints.map(({ message }) => message).join()).toContain('left the etag unchanged');
	});

	it.each<[what: string, options: object]>([
		['an etag that was read', {}],
		['an etag of the user’s own', { etag: ETAG }],
	])('is written again if neither etag nor updatedAt changed (%s)', async (_what, options) => {
		await openProxy();
		local.adobe.set({ faults: [{ ...empty, applied: false, times: 1 }] });
		const { error, id, patches } = await update(options);
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual(keySet(2));
		expect(patches).toBe(2);
	});

	it('is a failure if something else answers all the time, and claims no change', async () => {
		await openProxy();
		local.adobe.set({ faults: [{ ...empty, applied: false }] });
		const { error, id } = await update();
		expect(error?.message).toContain('successful response, but the connection did not change');
		expect(error?.description).not.toContain('this execution updated');
		expect(storedParams(local.adobe, id)).toEqual(keySet(1));
	});
});
