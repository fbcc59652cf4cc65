import { type Answer, answer, type Refusal } from './answers';
import { type BucketFile, bucketFiles, DEFAULT_BUCKET, listFolder } from './bucket';
import type { Call } from './call';
import { keysWork, namedConnection } from './connections';
import { sourcesRefusal } from './errors';
import { knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import type { Json, StoredConnection } from './types';
import type { World } from './world';

const FILE_TYPES = ['delimited', 'json', 'parquet'];
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

/** Where the made-up tree hangs: `/bucket/`, or `/bucket/folder/` for a connection that names one (contract.md (d)). */
function prefixOf(connection: StoredConnection): { prefix: string; bucket?: string } {
	const { bucketName, folderPath } = connection.auth?.params ?? {};
	const bucket = typeof bucketName === 'string' && bucketName !== '' ? bucketName : undefined;
	const folder = typeof folderPath === 'string' ? folderPath.replace(/^\/+|\/+$/g, '') : '';
	return { prefix: `/${bucket ?? DEFAULT_BUCKET}/${folder === '' ? '' : `${folder}/`}`, bucket };
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

function exploreRoot(connection: StoredConnection): Answer {
	const { prefix, bucket } = prefixOf(connection);
	if (bucket) return answer(200, listFolder(prefix, ''));
	// Without a bucket the root is the list of buckets.
	const entry = {
		type: 'folder',
		name: DEFAULT_BUCKET,
		path: prefix,
		canPreview: false,
		canFetchSchema: false,
	};
	return answer(200, [entry]);
}

/** A path below the prefix; paths come with and without a leading slash. */
function below(prefix: string, object: string): string {
	const path = `/${object.replace(/^\/+/, '')}`;
	if (!`${path}/`.startsWith(prefix)) {
		throw providerRefusal('Access Denied (Service: Amazon S3; Status Code: 403)');
	}
	return path.slice(prefix.length);
}

function exploreFolder(connection: StoredConnection, object: string): Answer {
	if (object === 'root' || object === '/') return exploreRoot(connection);
	const { prefix } = prefixOf(connection);
	const folder = below(prefix, object).replace(/\/+$/, '');
	const entries = listFolder(prefix, folder === '' ? '' : `${folder}/`);
	if (!entries) throw providerRefusal(`The specified path does not exist: ${object}`);
	return answer(200, entries);
}

interface FileProperties {
	fileType: string;
	columnDelimiter?: string;
	compressionType?: string;
}

function givenProperties(query: URLSearchParams): FileProperties {
	const fileType = query.get('fileType') ?? query.get('FileType') ?? '';
	if (fileType === '') throw emptyFor('fileType', 'file');
	if (!FILE_TYPES.includes(fileType.toLowerCase())) {
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
		fileType: fileType.toLowerCase(),
		columnDelimiter: delimiter,
		compressionType: compression,
	};
}

function detectedProperties(file: BucketFile): FileProperties {
	if (file.kind === 'binary') {
		throw sourcesRefusal(
			'1375-400',
			'The file properties detection failed. Please enter properties manually.',
		);
	}
	return {
		fileType: file.kind,
		...(file.compression && { compressionType: file.compression }),
		...(file.delimiter && { columnDelimiter: file.delimiter }),
	};
}

/** A file as somebody reads it who splits it with these properties. */
function readAs(file: BucketFile, properties: FileProperties): BucketFile {
	if (file.kind !== properties.fileType || file.compression !== properties.compressionType) {
		throw providerRefusal('The file could not be read with the given properties');
	}
	const split = properties.columnDelimiter ?? file.delimiter;
	if (file.kind !== 'delimited' || split === file.delimiter) return file;
	// The wrong delimiter leaves each line in one piece.
	const join = (parts: unknown[]) => parts.join(file.delimiter);
	return {
		...file,
		columns: [{ name: join(file.columns.map(({ name }) => name)), type: 'string' }],
		rows: file.rows.map((row) => [join(row)]),
	};
}

function records(file: BucketFile): Json[] {
	return file.rows.map((row) =>
		Object.fromEntries(file.columns.map(({ name }, index) => [name, row[index]])),
	);
}

/** The object form; JSON files are hierarchical, the others flat. */
function previewOf(file: BucketFile): Json {
	const data = records(file);
	if (file.kind === 'json') {
		const properties = Object.fromEntries(file.columns.map(({ name, type }) => [name, { type }]));
		return { format: 'hierarchical', schema: { type: 'object', properties }, data };
	}
	const columns = file.columns.map(({ name, type }) => ({ name, type, xdm: { type } }));
	return { format: 'flat', schema: { columns }, data };
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function exploreFile(connection: StoredConnection, query: URLSearchParams): Answer {
	const object = query.get('object') ?? '';
	const detect = query.get('determineProperties') === 'true';
	if (detect && FILE_PARAMS.some((name) => query.has(name))) {
		throw sourcesRefusal(
			'1374-400',
			'The query parameters provided are invalid. You cannot have the determineProperties flag and user-defined properties in the same request. Please correct your request and try again.',
		);
	}
	const given = detect ? undefined : givenProperties(query);
	const { prefix } = prefixOf(connection);
	const path = below(prefix, object);
	const file = bucketFiles.find((candidate) => candidate.path === path);
	if (!file) throw providerRefusal('The specified key does not exist');
	const properties = given ?? detectedProperties(file);
	const read = readAs(file, properties);
	if (query.get('preview') === 'true') {
		return answer(200, { ...previewOf(read), ...(detect && { properties }) });
	}
	return answer(
		200,
		read.columns.map(({ name, type }) => ({ name, type: capitalized(type) })),
	);
}

function explore(world: World, call: Call): Answer {
	const { query } = call;
	knownParams(query, PARAMS);
	const connection = namedConnection(world, call);
	const objectType = objectTypeOf(query);
	const object = query.get('object') ?? '';
	if (objectType !== 'root' && object === '') throw emptyFor('object', objectType);
	if (!keysWork(world, connection)) {
		throw providerRefusal('The AWS credentials are invalid or have expired (403 Forbidden)');
	}
	switch (objectType) {
		case 'root':
			return exploreRoot(connection);
		case 'folder':
			return exploreFolder(connection, object);
		default:
			return exploreFile(connection, query);
	}
}

/** `GET /connections/{id}/explore` (contract.md (f)): an array for folders, a list of columns or a preview for files. */
export function exploreRoutes(world: World): Route[] {
	return [
		{
			method: 'GET',
			url: `${FLOW_SERVICE}/connections/:id/explore`,
			checks: 'flow',
			handler: (call) => explore(world, call),
		},
	];
}
