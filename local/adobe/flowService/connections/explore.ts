/* eslint-disable @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import type { BucketFile } from '../../bucket/bucket';
import { columnList, preview } from '../../bucket/describe';
import {
	detectFormat,
	type FileFormat,
	type FileRows,
	readContent,
	UnreadableFile,
} from '../../bucket/readRows';
import { type Answer, answer, type Refusal } from '../../server/answers';
import type { Call } from '../../server/call';
import { sourcesRefusal } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { World } from '../../world';
import { requireKnown } from '../specs/connectionSpecs';
import { LANDING_ZONE_SPEC, S3_SPEC, sourceOf } from '../specs/sources';
import { namedConnection } from './connections';
import { credentialsWork } from './credentials';
import { below, LANDING_ZONE, type Location, locationOf } from './location';

const FILE_TYPES: Array<FileFormat['fileType']> = ['delimited', 'json', 'parquet'];
const COMPRESSIONS = ['bzip2', 'gzip', 'deflate', 'zipDeflate', 'tarGzip', 'tar'];
const ENCODINGS = ['UTF-8', 'ISO-8859-1'];
/** Properties of a file that the caller may give, or have detected. */
const FILE_PARAMS = ['fileType', 'FileType', 'columnDelimiter', 'compressionType', 'encoding'];
const PARAMS = ['objectType', 'object', 'preview', 'determineProperties', ...FILE_PARAMS];

/** What the cloud provider says no to comes through as 1308-400 (contract.md (f), UNSURE). */
function providerRefusal(reason: string): Refusal {
	return sourcesRefusal('1308-400', `The request could not be processed. Error message: ${reason}`);
}

function emptyFor(param: string, objectType: string): Refusal {
	return sourcesRefusal(
		'1337-400',
		`The ${param} cannot be empty for objectType=${objectType}. Please provide valid ${param} and try again.`,
	);
}

function wrongValue(param: string, value: string): Refusal {
	return sourcesRefusal(
		'1312-400',
		`The provided param value ${value} is not a valid input for property=${param}. Please provide a valid param value and try again.`,
	);
}

function objectTypeOf(query: URLSearchParams): string {
	const objectType = query.get('objectType');
	if (objectType === null) {
		throw sourcesRefusal(
			'1359-400',
			'The param objectType is missing in the request. Please provide a valid objectType and try again.',
		);
	}
	if (objectType === '') {
		throw sourcesRefusal(
			'1334-400',
			'The query param : objectType cannot be empty. Please provide valid objectType and try again.',
		);
	}
	// Adobe's samples are in lower case, one says FILE, the API description has upper case.
	const known = objectType.toLowerCase();
	if (!['root', 'folder', 'file'].includes(known)) {
		throw sourcesRefusal(
			'1358-400',
			"The provided param 'objectType' is invalid. Please provide a valid objectType and try again.",
		);
	}
	return known;
}

function exploreRoot(world: World, { prefix, manyBuckets }: Location): Answer {
	if (!manyBuckets) return answer(200, world.bucket.list(prefix, ''));
	// Without a bucket the root is the list of buckets.
	const entry = {
		type: 'folder',
		name: prefix.split('/')[1],
		path: prefix,
		canPreview: false,
		canFetchSchema: false,
	};
	return answer(200, [entry]);
}

/** The path below the location of a connection. */
function insideOf(place: Location, object: string): string {
	const path = below(place, object);
	if (path === undefined) {
		throw providerRefusal('Access Denied (Service: Amazon S3; Status Code: 403)');
	}
	return path;
}

function exploreFolder(world: World, place: Location, object: string): Answer {
	if (object === 'root' || object === '/') return exploreRoot(world, place);
	const folder = insideOf(place, object).replace(/\/+$/, '');
	const entries = world.bucket.list(place.prefix, folder === '' ? '' : `${folder}/`);
	if (!entries) throw providerRefusal(`The specified path does not exist: ${object}`);
	return answer(200, entries);
}

function givenProperties(query: URLSearchParams): FileFormat {
	const fileType = query.get('fileType') ?? query.get('FileType') ?? '';
	if (fileType === '') throw emptyFor('fileType', 'file');
	const known = FILE_TYPES.find((name) => name === fileType.toLowerCase());
	if (!known) {
		throw sourcesRefusal(
			'1399-400',
			'A valid requestFileType could not be found. Please provide a valid requestFileType and try again.',
		);
	}
	// Adobe's tutorial writes the tab as \t; what the service takes is not known, so both are read.
	const delimiter = (query.get('columnDelimiter') ?? ',').replace('\\t', '\t');
	if (delimiter.length !== 1) throw wrongValue('columnDelimiter', delimiter);
	// The samples end with a stray semicolon.
	const compression = query.get('compressionType')?.replace(/;$/, '') ?? undefined;
	if (compression !== undefined && !COMPRESSIONS.includes(compression)) {
		throw wrongValue('compressionType', compression);
	}
	const encoding = query.get('encoding');
	if (encoding !== null && !ENCODINGS.includes(encoding)) throw wrongValue('encoding', encoding);
	return {
		fileType: known,
		columnDelimiter: delimiter,
		...(compression !== undefined && { compressionType: compression }),
		...(encoding !== null && { encoding }),
	};
}

function detectedProperties(file: BucketFile): FileFormat {
	const detected = detectFormat(file);
	if (!detected) {
		throw sourcesRefusal(
			'1375-400',
			'The file properties detection failed. Please enter properties manually.',
		);
	}
	return detected;
}

/** The content of a file, read with these properties. */
function readAs(file: BucketFile, format: FileFormat): FileRows {
	try {
		return readContent(file, format);
	} catch (error) {
		if (error instanceof UnreadableFile) throw providerRefusal(error.message);
		throw error;
	}
}

function exploreFile(world: World, place: Location, query: URLSearchParams): Answer {
	const object = query.get('object') ?? '';
	const detect = query.get('determineProperties') === 'true';
	if (detect && FILE_PARAMS.some((name) => query.has(name))) {
		throw sourcesRefusal(
			'1374-400',
			'The query parameters provided are invalid. You cannot have the determineProperties flag and user-defined properties in the same request. Please correct your request and try again.',
		);
	}
	const given = detect ? undefined : givenProperties(query);
	const file = world.bucket.get(insideOf(place, object));
	if (!file) throw providerRefusal('The specified key does not exist');
	const properties = given ?? detectedProperties(file);
	const read = readAs(file, properties);
	if (query.get('preview') !== 'true') return answer(200, columnList(read));
	return answer(200, { ...preview(read, properties.fileType), ...(detect && { properties }) });
}

/** What `objectType` and `object` of the query ask for, at a location. */
function exploreAt(world: World, place: Location, query: URLSearchParams): Answer {
	switch (objectTypeOf(query)) {
		case 'root':
			return exploreRoot(world, place);
		case 'folder':
			return exploreFolder(world, place, query.get('object') ?? '');
		default:
			return exploreFile(world, place, query);
	}
}

function requireObject(query: URLSearchParams): void {
	const objectType = objectTypeOf(query);
	const object = query.get('object') ?? '';
	if (objectType !== 'root' && object === '') throw emptyFor('object', objectType);
}

function exploreConnection(world: World, call: Call): Answer {
	knownParams(call.query, PARAMS);
	const connection = namedConnection(world, call);
	requireObject(call.query);
	if (!credentialsWork(world, connection)) {
		const title = sourceOf(connection.connectionSpec.id)?.title ?? 'source';
		const whose = connection.connectionSpec.id === S3_SPEC ? 'AWS' : title;
		throw providerRefusal(`The ${whose} credentials are invalid or have expired (403 Forbidden)`);
	}
	return exploreAt(world, locationOf(connection), call.query);
}

/** Without a connection only the landing zone can be looked into (contract.md (l)). */
function exploreSpec(world: World, { params, query }: Call): Answer {
	const { id = '' } = params;
	requireKnown(id);
	if (id !== LANDING_ZONE_SPEC) {
		throw sourcesRefusal(
			'1372-400',
			`The current operation is not allowed. Explore via connection spec is not allowed for connection spec ID=${id}.`,
		);
	}
	knownParams(query, PARAMS);
	requireObject(query);
	return exploreAt(world, LANDING_ZONE, query);
}

/**
 * `GET /connections/{id}/explore` and `GET /connectionSpecs/{id}/explore` (contract.md (f)): an array for folders, a list
 * of columns or a preview for files.
 */
export function exploreRoutes(world: World): Route[] {
	return [
		{
			method: 'GET',
			url: `${FLOW_SERVICE}/connections/:id/explore`,
			checks: 'flow',
			handler: (call) => exploreConnection(world, call),
		},
		{
			method: 'GET',
			url: `${FLOW_SERVICE}/connectionSpecs/:id/explore`,
			checks: 'flow',
			handler: (call) => exploreSpec(world, call),
		},
	];
}
