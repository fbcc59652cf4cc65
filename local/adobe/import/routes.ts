import type { Batch, BatchStatus } from '../batches';
import { newUlid } from '../flowService/runs/ulid';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call, Handler } from '../server/call';
import type { Route } from '../server/route';
import { isObject } from '../types';
import type { World } from '../world';
import { batchOf, done, wrongState } from './answers';
import { fileHandlers } from './files';
import { presentNew } from './present';
import { abandonLater, promote } from './promote';
import type { Upload } from './uploads';

const BATCHES = '/data/foundation/import/batches';
const FORMATS = ['json', 'parquet', 'csv'] as const;

function tagsOf(tags: unknown): Record<string, string[]> {
	if (tags === undefined) return {};
	const isGood =
		isObject(tags) &&
		Object.values(tags).every(
			(values) => Array.isArray(values) && values.every((value) => typeof value === 'string'),
		);
	if (!isGood) throw platformRefusal(400, 'tags must hold lists of texts');
	return tags as Record<string, string[]>;
}

function formatOf(inputFormat: unknown): Pick<Upload, 'format' | 'isMultiLineJson'> {
	const { format, isMultiLineJson } = isObject(inputFormat) ? inputFormat : {};
	const known = FORMATS.find((name) => name === String(format).toLowerCase());
	if (!known) throw platformRefusal(400, 'inputFormat.format must be json, parquet or csv');
	return { format: known, isMultiLineJson: known === 'json' && isMultiLineJson === true };
}

function createBatch(world: World, call: Call): Answer {
	const body = isObject(call.body) ? call.body : {};
	const { datasetId, inputFormat, externalId, tags, replay } = body;
	if (typeof datasetId !== 'string') throw platformRefusal(400, 'datasetId is required');
	const format = formatOf(inputFormat);
	if (!world.datasets.get(datasetId, call.sandbox.name)) {
		throw platformRefusal(404, `The dataset ${datasetId} could not be found`);
	}
	const now = world.now();
	const id = newUlid(world.random, now);
	const own = typeof externalId === 'string' && externalId !== '' ? externalId : id;
	if (world.settings.uniqueExternalIds && world.batches.hasExternalId(own)) {
		throw platformRefusal(409, `A batch with the external ID ${own} exists already`);
	}
	const percent = body[world.settings.partialMember];
	const upload: Upload = {
		externalId: own,
		...format,
		tags: tagsOf(tags),
		...(isObject(replay) && { replay }),
		files: new Map(),
		records: [],
	};
	const batch: Batch = {
		id,
		datasetId,
		sandboxName: call.sandbox.name,
		upload,
		status: 'loading',
		startedAt: now,
		updatedAt: now,
		inputFiles: [],
		records: { input: 0, output: 0, failed: 0 },
		failedRows: [],
		// Partial ingestion forces diagnostics, as for dataflows.
		diagnosticsEnabled: body.enableErrorDiagnostics === true || typeof percent === 'number',
		...(typeof percent === 'number' && { partialIngestionPercent: percent }),
		errors: [],
	};
	world.batches.record(batch);
	abandonLater(world, batch);
	return answer(201, presentNew(batch, upload, world.demo.organizationId));
}

/** What an action makes of a batch in a state; a state that is not named refuses it. */
const ACTIONS: Record<string, Partial<Record<BatchStatus, BatchStatus>>> = {
	// Answers success again when it had worked (EN:ingestion/batch-ingestion/troubleshooting).
	COMPLETE: {
		loading: 'loaded',
		loaded: 'loaded',
		staging: 'staging',
		staged: 'staged',
		success: 'success',
	},
	ABORT: { loading: 'aborted' },
	FAIL: { loading: 'failed' },
	REVERT: { success: 'inactive' },
};

function act(world: World, call: Call): Answer {
	const batch = batchOf(world, call);
	const name = (call.query.get('action') ?? '').toUpperCase();
	const action = ACTIONS[name];
	if (!action) throw platformRefusal(400, 'action must be COMPLETE, ABORT, FAIL or REVERT');
	const next = action[batch.status];
	if (!next) throw wrongState(name, batch);
	if (next !== batch.status) {
		world.batches.change(batch.id, { status: next, updatedAt: world.now() });
		if (next === 'loaded') promote(world, batch);
		if (next === 'inactive') {
			world.timers.after(world.settings.runMs, () =>
				world.batches.change(batch.id, { status: 'deleted', updatedAt: world.now() }),
			);
		}
	}
	return done(
		world,
		presentNew({ ...batch, status: next }, batch.upload, world.demo.organizationId),
	);
}

/** Lists come from the Catalog (seen live by a practitioner). */
function notHere(): never {
	throw platformRefusal(405, 'HTTP 405 Method Not Allowed');
}

/** Batch ingestion (bi.yaml; EN:ingestion/batch-ingestion/api-overview). */
export function importRoutes(world: World): Route[] {
	const route = (
		method: Route['method'],
		url: string,
		handle: (world: World, call: Call) => Answer,
		more: Partial<Route> = {},
	): Route => ({
		method,
		url: `${BATCHES}${url}`,
		checks: 'flow',
		handler: shortEnough((call) => handle(world, call)),
		...more,
	});
	const file = '/:batch/datasets/:dataset/files/*';
	const { put, patch, post, head } = fileHandlers;
	return [
		route('GET', '', notHere),
		route('POST', '', createBatch, { json: true }),
		route('POST', '/:batch', act),
		route('PUT', file, put, { streams: true }),
		route('PATCH', file, patch, { streams: true }),
		route('POST', file, post),
		route('HEAD', file, head),
	];
}

/** 414 for an address of more than 2000 characters (bi.yaml). */
function shortEnough(handler: Handler): Handler {
	return (call) => {
		if (call.rawUrl.length <= 2000) return handler(call);
		throw platformRefusal(414, 'The URL length exceeds the allowed 2000 characters');
	};
}
