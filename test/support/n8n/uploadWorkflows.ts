/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { DATASETS } from '../../../local/adobe/tenant/ids';
import type { CredentialEntry, NodeEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { ADOBE_NODE } from './adobeNode';

export const SHEET_ROWS = 10_000;
const MB = 1024 * 1024;
export const FILE_MEGABYTES = 300;
const LINE_BYTES = 1024;
export const FILE_LINES = (FILE_MEGABYTES * MB) / LINE_BYTES;

export interface FileServer {
	url: string;
	close(): Promise<void>;
}

/** Serves a sheet of 10,000 stores as `/stores.csv`, and 300 MB of them as `/stores.jsonl`. */
export async function serveFiles(): Promise<FileServer> {
	const server = createServer((request, response) => {
		const isSheet = request.url === '/stores.csv';
		response.setHeader('content-type', isSheet ? 'text/csv' : 'application/jsonl');
		Readable.from(isSheet ? [sheet()] : lines()).pipe(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

function sheet(): string {
	const rows = Array.from(
		{ length: SHEET_ROWS },
		(_, index) => `S-${index},"Store ${index}, north",Potsdam,${index % 900},yes`,
	);
	return ['Store ID,Store Name,City,Square Meters,Active', ...rows].join('\n');
}

/** A block of 1 MB, with stores of its own, again and again. */
function* lines(): Generator<Buffer> {
	for (let block = 0; block < FILE_MEGABYTES; block++) {
		const texts = Array.from({ length: MB / LINE_BYTES }, (_, index) => {
			const begin = `{"storeId":"S-${block}-${index}","storeName":"`;
			return `${begin.padEnd(LINE_BYTES - 3, 'x')}"}\n`;
		});
		yield Buffer.from(texts.join(''));
	}
}

const START = 'When clicking ‘Execute workflow’';
const GET_FILE = 'Get the file';
export const READ_ROWS = 'Read the rows';
export const UPLOAD = 'Upload';

/** A sheet that n8n reads, row by row, into one batch. */
export function sheetWorkflow(files: FileServer, credential: CredentialEntry): WorkflowEntry {
	const read: Step = {
		name: READ_ROWS,
		type: 'n8n-nodes-base.extractFromFile',
		typeVersion: 1,
		parameters: { operation: 'csv', options: {} },
	};
	const upload = uploadOf(credential, { inputType: 'items', mapping: 'automatic' });
	return chain('sheetToDataset', [getFile(`${files.url}/stores.csv`), read, upload]);
}

/** A file that goes through n8n as it is. */
export function fileWorkflow(files: FileServer, credential: CredentialEntry): WorkflowEntry {
	const upload = uploadOf(credential, { inputType: 'binary', binaryPropertyName: 'data' });
	return chain('fileToDataset', [getFile(`${files.url}/stores.jsonl`), upload]);
}

type Step = Omit<NodeEntry, 'id' | 'position'>;

function getFile(url: string): Step {
	const options = { response: { response: { responseFormat: 'file' } } };
	const parameters = { url, options };
	return { name: GET_FILE, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters };
}

function uploadOf({ id, name }: CredentialEntry, parameters: Record<string, unknown>): Step {
	return {
		name: UPLOAD,
		type: ADOBE_NODE,
		typeVersion: 1,
		parameters: {
			resource: 'dataset',
			operation: 'upload',
			datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
			...parameters,
		},
		credentials: { adobeExperiencePlatformApi: { id, name } },
	};
}

/** A workflow that a click starts, and whose nodes follow one another. */
function chain(id: string, steps: Step[]): WorkflowEntry {
	const click: Step = {
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	const nodes = [click, ...steps].map(
		(step, index) => ({ id: step.name, position: [index * 240, 0], ...step }) as NodeEntry,
	);
	const links = nodes
		.slice(1)
		.map(({ name }, index) => [
			nodes[index]?.name,
			{ main: [[{ node: name, type: 'main', index: 0 }]] },
		]);
	return {
		id,
		name: id,
		nodes,
		connections: Object.fromEntries(links) as Record<string, unknown>,
		settings: { executionOrder: 'v1' },
	};
}
