import { DATASETS } from '../tenant/ids';
import { pause, type Json } from './client';
import { CATALOG, member, usePlatform } from './platformLab';

export const IMPORT = '/data/foundation/import';
export const OCTETS = { 'content-type': 'application/octet-stream' };

/** A record of the dataset of stores. */
export const store = (changes: Json = {}): Json => ({
	storeId: 'S-10',
	storeName: 'Acme Test',
	squareMeters: 100,
	active: true,
	openedOn: '2024-02-29',
	...changes,
});

/** What tests ask of the Import API, on a local Adobe of their own. */
export function useImport() {
	const lab = usePlatform();
	beforeEach(() => lab.world.set({ runMs: 30 }));
	const call = async (...ask: Parameters<typeof lab.client.call>) => await lab.client.call(...ask);
	const create = async (body: Json = {}) =>
		await call('POST', `${IMPORT}/batches`, {
			body: { datasetId: DATASETS.stores, inputFormat: { format: 'json' }, ...body },
		});
	const made = async (body?: Json) => String((await create(body)).body.id);
	const fileOf = (batch: string, path = 'a.json', dataset = DATASETS.stores) =>
		`${IMPORT}/batches/${batch}/datasets/${dataset}/files/${path}`;
	const put = async (batch: string, body: string, path?: string) =>
		await call('PUT', fileOf(batch, path), { body, headers: OCTETS });
	const act = async (batch: string, action: string) =>
		await call('POST', `${IMPORT}/batches/${batch}?action=${action}`);
	const shown = async (batch: string) =>
		member((await call('GET', `${CATALOG}/batches/${batch}`)).body, batch) as Json;
	const ended = async (batch: string) => {
		for (let round = 0; round < 200; round++) {
			const found = await shown(batch);
			if (['success', 'failed'].includes(String(found.status))) return found;
			await pause(10);
		}
		throw new Error('the batch does not end');
	};
	const uploaded = async (rows: Json[], body?: Json) => {
		const batch = await made(body);
		await put(batch, rows.map((row) => JSON.stringify(row)).join('\n'));
		await act(batch, 'COMPLETE');
		return { batch, end: await ended(batch) };
	};
	return { lab, call, create, made, fileOf, put, act, shown, ended, uploaded };
}
