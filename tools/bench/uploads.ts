/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startLocalAdobe } from '../../local/adobe';
import { DATASETS } from '../../local/adobe/tenant/ids';
import { credentialData } from '../../test/support/adobe';
import { wholeNumber } from '../../test/support/wholeNumber';
import type { UploadMeasure, UploadOrder } from './uploadProcess';

const HELP = `Memory of uploads: JSON-lines files of some sizes from n8n's storage of files into a dataset of a
local Adobe, by n8n's own engine in a process of its own.

Usage: npm run bench:uploads -- [options]

  --sizes <list>  megabytes of the files (default 300,1024)
  --most <n>      megabytes that the memory may grow by (default 150)
  --help          this text

Ends with exit code 1 if an upload failed or took more memory.
`;

const MB = 1024 * 1024;
const LINE_BYTES = 1024;

/** Lines of 1 KB each. */
function writeLines(file: string, megabytes: number): number {
	const lines = Array.from({ length: MB / LINE_BYTES }, (_, index) => {
		const begin = `{"storeId":"S-${index}","name":"`;
		return `${begin.padEnd(LINE_BYTES - 3, 'x')}"}\n`;
	});
	const block = Buffer.from(lines.join(''));
	const descriptor = openSync(file, 'w');
	for (let written = 0; written < megabytes; written++) writeSync(descriptor, block);
	closeSync(descriptor);
	return lines.length * megabytes;
}

async function inOwnProcess(order: UploadOrder): Promise<UploadMeasure> {
	const child = fork(join(__dirname, 'uploadProcess.ts'), {
		execArgv: ['--expose-gc', '--import', 'tsx'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	return await new Promise((resolve, reject) => {
		child.once('message', (measured) => resolve(measured as UploadMeasure));
		child.once('exit', (code) => reject(new Error(`The process ended with code ${code}`)));
		child.send(order);
	});
}

async function measure(sizes: number[], most: number): Promise<boolean> {
	const rows: string[] = [];
	let isGood = true;
	for (const size of sizes) {
		process.stderr.write(`${size} MB …\n`);
		const folder = mkdtempSync(join(tmpdir(), 'uploads-'));
		const adobe = await startLocalAdobe();
		try {
			const [small, large] = [join(folder, 'small'), join(folder, 'large')];
			writeLines(small, 1);
			const records = writeLines(large, size);
			const parameters = {
				resource: 'dataset',
				operation: 'upload',
				datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
				inputType: 'binary',
				format: 'jsonLines',
			};
			const credential = credentialData(adobe);
			const done = await inOwnProcess({ credential, parameters, folder, small, large });
			const grown = done.peak - done.before;
			const isRight = done.status === 'success' && done.recordsWritten === records;
			if (!isRight) process.stderr.write(`${done.error ?? JSON.stringify(done)}\n`);
			isGood &&= isRight && grown <= most;
			const calls = adobe.journal.filter(({ path }) => path.includes('/import/')).length;
			rows.push(
				`| ${size} MB | ${records} | ${calls} | ${done.seconds.toFixed(1)} s | ${done.before.toFixed(0)} MB | ${done.peak.toFixed(0)} MB | ${grown.toFixed(0)} MB |`,
			);
		} finally {
			await adobe.close();
			rmSync(folder, { recursive: true });
		}
	}
	const head =
		'| file | records | requests to the Import API | time | memory before | peak | grown by |';
	process.stdout.write(`${[head, '|---|---|---|---|---|---|---|', ...rows].join('\n')}\n`);
	return isGood;
}

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			sizes: { type: 'string', default: '300,1024' },
			most: { type: 'string', default: '150' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const sizes = values.sizes.split(',').map((text) => wholeNumber('sizes', text, 1, 100_000));
	return (await measure(sizes, wholeNumber('most', values.most, 1, 100_000))) ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error: Error) => {
		process.stderr.write(`${error.message}\nTry --help.\n`);
		process.exit(1);
	},
);
