import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { World } from '../world';
import { batchOf, done, wrongState } from './answers';
import { type Content, joinContents, KEPT_BYTES } from './content';

import type { Part, UploadedFile } from './uploads';

/** Larger files go in parts (bi.yaml, uploadSmallFile). */
const LARGEST_FILE = 256 * 1024 * 1024;
/** bi.yaml, uploadLargeFilePart */
const LARGEST_PART = 512_000_000;

/** The batch in `loading`, its files, and the path of the file. */
function target(world: World, call: Call) {
	const batch = batchOf(world, call);
	const { dataset, '*': path = '' } = call.params;
	if (dataset !== batch.datasetId) {
		throw platformRefusal(404, `The dataset ${dataset} could not be found in the batch`);
	}
	if (path === '') throw platformRefusal(400, 'The path of the file is missing');
	const files = batch.upload.files;
	return { batch, files, path, file: files.get(path) };
}

function loading(world: World, call: Call) {
	const found = target(world, call);
	// No document says how files after COMPLETE are refused; the state is a reason that is printed elsewhere.
	if (found.batch.status !== 'loading') throw wrongState('Adding files', found.batch);
	return found;
}

/** The bytes of a body; `multipart/form-data` is named as wrong in the documentation. */
function contentOf(call: Call, largest: number): Content {
	const [type = ''] = (call.headers['content-type'] ?? '').split(';');
	if (type.trim().toLowerCase() !== 'application/octet-stream') {
		throw platformRefusal(415, 'The content type must be application/octet-stream');
	}
	const content = call.body as Content;
	if (content.bytes > largest) throw platformRefusal(413, 'The file is too large');
	return content;
}

function shown(world: World, path: string, bytes: number): Answer {
	return done(world, { name: path, sizeInBytes: bytes });
}

/** One file as a whole; what is at its path is replaced (bi.yaml, uploadSmallFile). */
function put(world: World, call: Call): Answer {
	const { files, path, file } = loading(world, call);
	const content = contentOf(call, LARGEST_FILE);
	files.set(path, { content });
	if (world.settings.importAnswers === 'specified') return { status: file ? 200 : 201 };
	return done(world, undefined);
}

/** `bytes <start>-<end>`, both included, without a total in any sample. */
function rangeOf(call: Call, bytes: number): { start: number; end: number } {
	const header = call.headers['content-range'] ?? '';
	const [, from, to] = /^bytes[ =](\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(header) ?? [];
	const range = { start: Number(from), end: Number(to) };
	if (from === undefined || range.end - range.start + 1 !== bytes) {
		throw platformRefusal(400, 'Content-Range does not fit the bytes of the part');
	}
	return range;
}

function partsOf(file: UploadedFile | undefined, path: string): Part[] {
	if (file?.parts) return file.parts;
	throw platformRefusal(404, `The file ${path} was not initialized`);
}

function patch(world: World, call: Call): Answer {
	const { path, file } = loading(world, call);
	const parts = partsOf(file, path);
	const content = contentOf(call, LARGEST_PART);
	const range = rangeOf(call, content.bytes);
	// The same part again takes its place; whether Adobe does so is not documented.
	const at = parts.findIndex(({ start, end }) => start === range.start && end === range.end);
	parts.splice(at < 0 ? parts.length : at, at < 0 ? 0 : 1, { ...range, content });
	const total = parts.reduce((sum, part) => sum + part.content.bytes, 0);
	if (total > KEPT_BYTES) for (const part of parts) delete part.content.data;
	return shown(world, path, content.bytes);
}

/** INITIALIZE begins a large file, COMPLETE ends it: 400 where parts overlap or are missing. */
function post(world: World, call: Call): Answer {
	const { files, path, file } = loading(world, call);
	const action = (call.query.get('action') ?? '').toUpperCase();
	if (action === 'INITIALIZE') {
		files.set(path, { parts: [] });
		return { ...shown(world, path, 0), status: 201 };
	}
	if (action !== 'COMPLETE') {
		throw platformRefusal(400, 'action must be INITIALIZE or COMPLETE');
	}
	if (file?.content && !file.parts) throw platformRefusal(400, 'The file is no large file');
	const parts = [...partsOf(file, path)].sort((left, right) => left.start - right.start);
	let next = 0;
	for (const { start, end } of parts) {
		if (start !== next) {
			throw platformRefusal(400, start < next ? 'Parts overlap' : 'Parts are missing');
		}
		next = end + 1;
	}
	const content = joinContents(parts.map((part) => part.content));
	files.set(path, { parts, content });
	return { ...shown(world, path, content.bytes), status: 201 };
}

/** Ranges that have arrived so far, in the header `Range`; its form with gaps is not documented. */
function head(world: World, call: Call): Answer {
	const { path, file } = target(world, call);
	const parts = [...partsOf(file, path)].sort((left, right) => left.start - right.start);
	const ranges: Array<[number, number]> = [];
	for (const { start, end } of parts) {
		const last = ranges.at(-1);
		if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end);
		else ranges.push([start, end]);
	}
	const text = ranges.map(([start, end]) => `${start}-${end}`).join(',');
	return answer(200, undefined, text ? { range: `bytes=${text}` } : {});
}

export const fileHandlers = { put, patch, post, head };
