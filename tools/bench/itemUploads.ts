/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { DATASETS } from '../../local/adobe/tenant/ids';
import type { NodeEntry, WorkflowEntry } from '../../local/n8n/entries';
import { ADOBE_NODE } from '../../test/support/n8n/adobeNode';
import { type Access, CREDENTIALS, httpRequest, node, webhookWorkflow } from './contenders';
import { type BenchLab, openBenchLab } from './lab';
import { memoryOf } from './memory';
import { median } from './statistics';
import { platformRequests, tidy } from './turn';

const ROWS = 10_000;
const TURNS = 3;

/** Rows of a sheet: each value is a text, as n8n reads a CSV file. */
const rows = Array.from({ length: ROWS }, (_, index) => ({
	storeId: `S-${index}`,
	storeName: `Store ${index}`,
	city: 'Potsdam',
	squareMeters: String(index % 900),
	openedOn: '2026-05-01',
	active: index % 2 ? 'yes' : 'no',
}));

/** One node: it maps, converts, checks, uploads and waits. */
function byThisNode(): WorkflowEntry {
	const upload: NodeEntry = {
		...node('Upload', ADOBE_NODE, 1, {
			resource: 'dataset',
			operation: 'upload',
			datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
		}),
		credentials: { adobeExperiencePlatformApi: CREDENTIALS.node },
	};
	return webhookWorkflow('upload-node', [ITEMS, upload, TALLY]);
}

const ITEMS = node('Items', 'CUSTOM.benchItems', 1, {});
const TALLY = node('Tally', 'CUSTOM.benchTally', 1, {});

/** The values of these fields alone are converted, by somebody who knows the schema by heart; nothing is checked. */
const CONVERT = `const lines = $input.all().map(({ json }) => JSON.stringify({
  ...json,
  squareMeters: Number(json.squareMeters),
  active: json.active === 'yes',
}));
return [{ json: { lines: lines.join('\\n') } }];`;

/** The same with n8n's general nodes: convert, create, send, complete, and look until the batch has ended. */
function byHttpRequests(access: Access): WorkflowEntry {
	const imports = `${access.url}/data/foundation/import/batches`;
	const id = "{{ $('Create').first().json.id }}";
	const ask = (name: string, method: string, url: string, body?: string) =>
		httpRequest(name, access, undefined, { method, url, ...(body && { body }) });
	const send = ask('Send', 'PUT', `=${imports}/${id}/datasets/${DATASETS.stores}/files/rows.json`);
	const work: NodeEntry[] = [
		ITEMS,
		node('Convert', 'n8n-nodes-base.code', 2, { jsCode: CONVERT }),
		ask(
			'Create',
			'POST',
			imports,
			`={{ ({ datasetId: '${DATASETS.stores}', inputFormat: { format: 'json' } }) }}`,
		),
		{
			...send,
			parameters: {
				...send.parameters,
				sendBody: true,
				contentType: 'raw',
				rawContentType: 'application/octet-stream',
				body: "={{ $('Convert').first().json.lines }}",
			},
		},
		ask('Complete', 'POST', `=${imports}/${id}?action=COMPLETE`),
		node('Pause', 'n8n-nodes-base.wait', 1.1, { amount: 1, unit: 'seconds' }),
		ask('Look', 'GET', `=${access.url}/data/foundation/catalog/batches/${id}`),
		node('Ended?', 'n8n-nodes-base.if', 2.2, {
			conditions: {
				options: { version: 2, caseSensitive: true, typeValidation: 'loose' },
				combinator: 'and',
				conditions: [
					{
						id: 'ended',
						operator: { type: 'string', operation: 'regex' },
						leftValue: `={{ Object.values($json)[0].status }}`,
						rightValue: '^(success|failed)$',
					},
				],
			},
		}),
		TALLY,
	];
	const workflow = webhookWorkflow('upload-http', work);
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	const connections = { ...workflow.connections, 'Ended?': { main: [to('Tally'), to('Pause')] } };
	return { ...workflow, connections };
}

interface Turn {
	ms: number;
	requests: number;
	grownBy: number;
	written: number;
}

async function takeTurn({ adobe, url, pid }: BenchLab, path: string): Promise<Turn> {
	adobe.reset({ keepTokens: true });
	await tidy(pid);
	const before = memoryOf(pid, 'VmRSS') ?? NaN;
	const response = await fetch(`${url}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items: rows, keys: {} }),
	});
	const { ms } = (await response.json()) as { ms: number };
	return {
		ms,
		requests: platformRequests(adobe),
		grownBy: (memoryOf(pid, 'VmHWM') ?? NaN) - before,
		written: adobe.records(DATASETS.stores).length,
	};
}

async function main(): Promise<void> {
	const lab = await openBenchLab([]);
	const say = (line: string) => process.stdout.write(`${line}\n`);
	try {
		const access: Access = { url: lab.adobe.url, ...lab.adobe.demo };
		const ways = [
			{ name: 'this node', workflow: byThisNode() },
			{ name: 'HTTP Request and others', workflow: byHttpRequests(access) },
		];
		for (const { workflow } of ways) await lab.publish(workflow);
		const turns = ways.map((): Turn[] => []);
		for (let turn = 0; turn <= TURNS; turn++) {
			for (const [way, { workflow }] of ways.entries()) {
				const taken = await takeTurn(lab, workflow.name);
				// The first one loads the code.
				if (turn > 0) turns[way]?.push(taken);
			}
		}
		say(`${ROWS} rows into a dataset, medians of ${TURNS} turns, n8n ${lab.version}`);
		for (const [way, { name, workflow }] of ways.entries()) {
			const of = (key: keyof Turn) => median((turns[way] ?? []).map((turn) => turn[key]));
			// Without the webhook, the items and the tally.
			const nodes = workflow.nodes.length - 3;
			say(
				`${name}: ${nodes} nodes, ${of('requests')} requests, ${(of('ms') / 1000).toFixed(2)} s, grown by ${of('grownBy').toFixed(0)} MB, ${of('written')} records written`,
			);
		}
	} finally {
		await lab.close();
	}
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
