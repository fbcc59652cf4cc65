/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import '../../test/support/typescriptFirst';
import { join, resolve } from 'node:path';
import { cpuOfTests } from './cpu';
import { usersOfExports } from './exports';
import { sizeOf } from './size';
import { walkRoads } from './walk';

const HELP = `npm run measure -- [--tests | --requests] [FOLDER]

How large the code is and how far an item walks through it: files, lines, exports with one user,
the files and functions that one item of three operations passes.
  --tests     CPU seconds of npm test, too, which takes minutes
  --requests  only the requests that one item of each operation sends, as a table
  FOLDER      another checkout, to compare with; default: this one
`;

const FOLDERS = ['credentials', 'nodes', 'local', 'test', 'tools'];

async function measure(root: string, withTests: boolean): Promise<void> {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	for (const folder of FOLDERS) {
		const { files, lines, longest } = sizeOf(join(root, folder));
		say(`${folder}: ${files} files, ${lines} lines, longest ${longest}`);
	}
	const { exported, withOneUser, withoutUser } = usersOfExports(root);
	say(
		`exports of credentials and nodes: ${exported}, of which ${withOneUser} have one user and ${withoutUser} none`,
	);
	for (const { road, files, functions } of await walkRoads(root)) {
		say(`${road}: ${files} files, ${functions} functions`);
	}
	if (withTests) {
		const { wall, cpu } = cpuOfTests(root);
		say(`npm test: ${cpu} s of CPU, ${wall} s in all`);
	}
}

const args = process.argv.slice(2);
async function listRequests(): Promise<void> {
	// Loading it loads the node as this tool compiles it, whose functions are others than those of tsc.
	const { requestsOfOperations } = await import('./requests');
	const rows = (await requestsOfOperations()).map(
		({ call, count, what }) => `| ${call} | ${count} | ${what} |`,
	);
	process.stdout.write(
		`${['| Operation | Requests | What |', '|---|---|---|', ...rows].join('\n')}\n`,
	);
}

if (args.includes('--help')) process.stdout.write(HELP);
else {
	const [folder = join(__dirname, '..', '..')] = args.filter((arg) => !arg.startsWith('--'));
	const work = args.includes('--requests')
		? listRequests()
		: measure(resolve(folder), args.includes('--tests'));
	work.then(
		() => process.exit(0),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
}
