/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INodeParameters } from 'n8n-workflow';
import ts from 'typescript';

/** What one item passes of the package's own code. */
interface Walk {
	road: string;
	files: number;
	functions: number;
}

/**
 * Loads the package's own files as tsc compiles them: other tools add functions of their own, such as one for each
 * export.
 */
function compileAsTsc(root: string): void {
	const { extensions } = require;
	const usual = extensions['.ts'];
	extensions['.ts'] = (module, file) => {
		if (!isOwn(root, file)) return usual?.(module, file);
		const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
			compilerOptions: {
				module: ts.ModuleKind.CommonJS,
				target: ts.ScriptTarget.ES2022,
				esModuleInterop: true,
			},
		});
		(module as unknown as { _compile(code: string, file: string): void })._compile(
			outputText,
			file,
		);
	};
}

const isOwn = (root: string, file: string) =>
	['credentials', 'nodes'].some((folder) => file.startsWith(join(root, folder, '/')));

/** The parts of a checkout that run an item; another one than this has its own. */
function partsOf(root: string) {
	compileAsTsc(root);
	const load = createRequire(__filename);
	const part = <T>(path: string) => load(join(root, path)) as T;
	return {
		...part<typeof import('../../local/adobe/index')>('local/adobe/index.ts'),
		...part<typeof import('../../local/adobe/tenant/ids')>('local/adobe/tenant/ids.ts'),
		...part<typeof import('../../test/support/adobe')>('test/support/adobe.ts'),
		...part<typeof import('../../test/support/credentialStore')>('test/support/credentialStore.ts'),
		...part<typeof import('../../test/support/engine')>('test/support/engine.ts'),
		...part<typeof import('../../test/workflow/cases')>('test/workflow/cases.ts'),
	};
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** One item of each of three operations: a write, the longest one, and one that starts something. */
export async function walkRoads(root: string): Promise<Walk[]> {
	const parts = partsOf(root);
	const adobe = await parts.startLocalAdobe();
	const credentials = new parts.CredentialStore(parts.credentialData(adobe));
	const { id } = adobe.seedConnection({ name: 'Landing' });
	const { id: withNewKeys } = adobe.seedConnection({ name: 'New keys' });
	const startTime = Math.floor(Date.now() / 1000) + 3_600;
	const flow = adobe.seedDataflow({
		connectionId: id,
		name: 'Sales',
		path: '/acme-landing/sales/',
		type: 'folder',
		format: 'json',
		schedule: { startTime, frequency: 'once' },
	});
	const run = async (parameters: INodeParameters) => {
		const { error } = await parts.runNode(credentials, { parameters });
		if (error) throw error;
	};
	const roads: Array<[string, INodeParameters]> = [
		['Base Connection: Update Session Token', parts.updateToken(withNewKeys, parts.keySet(1))],
		[
			'Dataflow: Create or Update',
			{
				resource: 'dataflow',
				operation: 'upsert',
				name: 'Stores',
				connectionId: byId(id),
				pathType: 'file',
				path: { __rl: true, mode: 'path', value: '/acme-landing/stores/stores.csv.gz' },
				datasetId: byId(parts.DATASETS.stores),
			},
		],
		['Run: Start', { resource: 'run', operation: 'start', dataflowId: byId(flow.id) }],
	];
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	const walks: Walk[] = [];
	for (const [road, parameters] of roads) {
		// Counts begin anew each time they are taken.
		await session.post('Profiler.takePreciseCoverage');
		await run(parameters);
		const { result } = await session.post('Profiler.takePreciseCoverage');
		walks.push({ road, ...passed(root, result) });
	}
	session.disconnect();
	await adobe.close();
	return walks;
}

interface Script {
	url: string;
	functions: Array<{ functionName: string; ranges: Array<{ count: number }> }>;
}

function passed(root: string, scripts: Script[]): Omit<Walk, 'road'> {
	const files = new Set<string>();
	let functions = 0;
	for (const script of scripts) {
		const path = script.url.startsWith('file:') ? fileURLToPath(script.url) : script.url;
		const called = script.functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
		if (!isOwn(root, path) || called.length === 0) continue;
		files.add(path);
		functions += called.length;
	}
	return { files: files.size, functions };
}
