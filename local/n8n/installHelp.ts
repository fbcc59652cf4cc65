/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { type N8nVersion, NODE_MAJORS } from './versions';

/** What to say when the packages could not be fetched. */
export function missingPackages(output: string): string {
	return `n8n could not be installed. npm said:

${indent(output)}

Mostly the package registry could not be reached, or the disk is full (n8n needs 3 GB).
Check "npm ping" and the free space, then start again: what was fetched already is kept.`;
}

/** What to say when there is no Node.js for this n8n. */
export function missingNode(version: N8nVersion, output: string): string {
	const major = NODE_MAJORS[version];
	return `n8n ${version} needs Node.js ${major} here, and the npm package "node", which brings one, did not work.
npm said:

${indent(output)}

Install Node.js ${major} from https://nodejs.org (or with nvm, fnm or volta) and start again with it.`;
}

/** What to say when SQLite, the database of n8n, could be neither fetched nor compiled. */
export function missingSqlite(output: string): string {
	return `n8n keeps its data in SQLite, whose module "sqlite3" could be neither fetched ready made nor compiled. The
installation said:

${indent(output)}

One of these two helps:
- Internet access to github.com, where the ready-made module comes from.
- A compiler and Python 3, so that it is compiled here:
${indent(compilerHint(process.platform))}
Then start again.`;
}

/** How to get a compiler on an operating system. */
function compilerHint(platform: NodeJS.Platform): string {
	if (platform === 'darwin') return 'macOS: xcode-select --install';
	if (platform === 'win32') {
		return (
			'Windows: install Python 3 and "Visual Studio Build Tools" with the workload ' +
			'"Desktop development with C++"'
		);
	}
	return `Debian, Ubuntu: sudo apt-get install build-essential python3
Fedora, RHEL: sudo dnf install gcc-c++ make python3
Alpine: apk add build-base python3`;
}

function indent(text: string): string {
	return text
		.split('\n')
		.map((line) => `  ${line}`)
		.join('\n');
}
