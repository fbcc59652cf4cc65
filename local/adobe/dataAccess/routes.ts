import type { Batch } from '../batches';
import { originOf } from '../platform/origin';
import { wholeNumber } from '../platform/query';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import type { Json } from '../types';
import type { World } from '../world';
import { type ExportFile, inputFiles, rowErrors, rowErrorSample } from './files';

const BATCHES = '/data/foundation/export/batches';

/** 100 files at most, and where nothing is said (da.yaml). */
const MAXIMUM = 100;

/** Diagnostics are kept that long (EN:ingestion/quality/error-diagnostics.md). */
const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

function named(world: World, call: Call): Batch {
	const { batch: id = '' } = call.params;
	const batch = world.batches.get(id, call.sandbox.name);
	if (!batch) throw platformRefusal(404, `The batch ${id} could not be found`);
	return batch;
}

/** A page of entries (da.yaml, files; `_links.next` where there are more). */
function page(call: Call, entries: Json[]): Answer {
	const limit = Math.min(wholeNumber(call.query, 'limit', { usual: MAXIMUM }), MAXIMUM);
	const start = wholeNumber(call.query, 'start', { usual: 0 });
	const data = entries.slice(start, start + limit);
	const more = limit > 0 && start + data.length < entries.length;
	const query = new URLSearchParams(call.query);
	query.set('start', String(start + limit));
	return answer(200, {
		data,
		_page: { limit, count: data.length },
		...(more && { _links: { next: { href: `${originOf(call)}${call.path}?${query}` } } }),
	});
}

/** Links name the host that was asked, with the path percent-encoded as Adobe's samples have it. */
function entry(call: Call, folder: string, { name, text }: ExportFile): Json {
	const path = encodeURIComponent(folder === '' ? name : `${folder}/${name}`);
	const href = `${originOf(call)}${call.path}?path=${path}`;
	return { name, length: String(Buffer.byteLength(text)), _links: { self: { href } } };
}

/** The content type of a download is not documented; JSON lines are no JSON. */
function download({ text, pieces }: ExportFile): Answer {
	return { status: 200, text, pieces, type: 'application/octet-stream' };
}

/** The folders and files of a batch's meta directory; nothing is left of it after 30 days. */
function metaFolders(batch: Batch): { folders: Record<string, ExportFile[]>; files: ExportFile[] } {
	if (Date.now() - (batch.completedAt ?? Date.now()) > RETENTION_MS)
		return { folders: {}, files: [] };
	const sample = rowErrorSample(batch);
	return {
		folders: { row_errors: rowErrors(batch), input_files: inputFiles(batch) },
		files: sample ? [sample] : [],
	};
}

/** da.yaml's other spelling of the sample file. */
const SAMPLE_NAMES = ['row_error_samples.json', 'row_errors_sample.json'];

/** `GET /batches/{id}/meta`: the directory, one of its folders, or a file (da.yaml; contract.md (m)). */
function meta(world: World, call: Call): Answer {
	const { folders, files } = metaFolders(named(world, call));
	const path = (call.query.get('path') ?? '').replace(/^\/+|\/+$/g, '');
	if (path === '') {
		const present = Object.entries(folders).filter(([, inside]) => inside.length > 0);
		return page(call, [
			...present.map(([name]) => entry(call, '', { name, text: '' })),
			...files.map((file) => entry(call, '', file)),
		]);
	}
	const [folder = '', name] = path.split('/');
	const inside = folders[folder];
	const wanted = SAMPLE_NAMES.includes(path)
		? files[0]
		: inside?.find((file) => file.name === name);
	if (name === undefined && inside && inside.length > 0) {
		return page(
			call,
			inside.map((file) => entry(call, folder, file)),
		);
	}
	if (!wanted) throw platformRefusal(404, `The path ${path} could not be found`);
	return download(wanted);
}

/** `GET /batches/{id}/failed`: the files of a failed batch, or the content of one (da.yaml). */
function failed(world: World, call: Call): Answer {
	const batch = named(world, call);
	const rows = batch.failedRows.map(({ row }) => `${JSON.stringify(row)}\n`);
	const files: ExportFile[] =
		batch.status === 'failed' ? [{ name: `${batch.id}_0.json`, text: rows.join('') }] : [];
	const path = call.query.get('path');
	if (path === null) {
		return page(
			call,
			files.map((file) => entry(call, '', file)),
		);
	}
	const wanted = files.find(({ name }) => name === path);
	if (!wanted) throw platformRefusal(404, `The path ${path} could not be found`);
	return download(wanted);
}

/** `GET /batches/{id}/files`: what a batch wrote into its dataset (da.yaml, dataSetFiles). */
function files(world: World, call: Call): Answer {
	const { id, status, records, completedAt, inputFiles: read } = named(world, call);
	const size = read.reduce((sum, { bytes }) => sum + bytes, 0);
	const written = {
		dataSetFileId: `${id}-1`,
		dataSetViewId: '',
		version: '1.0.0',
		created: String(completedAt),
		updated: String(completedAt),
		records: String(records.output),
		size: String(size),
		isValid: true,
		_links: { self: { href: `${originOf(call)}/data/foundation/export/files/${id}-1` } },
	};
	return page(call, status === 'success' && records.output > 0 ? [written] : []);
}

/** What Data Access shows of a batch (da.yaml). */
export function dataAccessRoutes(world: World): Route[] {
	const route = (name: string, handle: (world: World, call: Call) => Answer): Route => ({
		method: 'GET',
		url: `${BATCHES}/:batch/${name}`,
		checks: 'flow',
		handler: (call) => handle(world, call),
	});
	return [route('meta', meta), route('failed', failed), route('files', files)];
}
