/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The two n8n that this project runs in: the newest that installs anywhere, and an older one. */
export type N8nVersion = '2.41.1' | '2.8.4';

export const NEWEST_N8N: N8nVersion = '2.41.1';
const OLDER_N8N: N8nVersion = '2.8.4';
export const N8N_VERSIONS: readonly N8nVersion[] = [NEWEST_N8N, OLDER_N8N];

/** Where an installed n8n lies and which Node.js runs it. */
export interface N8nProgram {
	version: string;
	/** folder of a package.json from which n8n's own modules are found */
	folder: string;
	/** the n8n script */
	script: string;
	/** the Node.js program for it */
	node: string;
}

/** The Node.js that runs each: the newest n8n takes nothing older, and the older one shows that 20 is enough. */
export const NODE_MAJORS: Record<N8nVersion, number> = { '2.41.1': 24, '2.8.4': 20 };

/** Names the files of a version, installed or not. */
export function programOf(version: N8nVersion): N8nProgram {
	const folder = join(__dirname, version);
	return {
		version,
		folder,
		script: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		node: ownNode(folder) ?? process.execPath,
	};
}

/** Whether the Node.js that runs this script could stand in for the one that n8n brings along. */
export function nodeFits(version: N8nVersion): boolean {
	return Number(process.versions.node.split('.')[0]) === NODE_MAJORS[version];
}

/** A Node.js of its own, which the npm package `node` puts beside n8n. */
export function ownNode(folder: string): string | undefined {
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	const path = join(folder, 'node_modules', 'node', 'bin', name);
	return existsSync(path) ? path : undefined;
}
