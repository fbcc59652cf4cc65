/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Execution } from './runData';
import type { N8nProgram } from './versions';

/** Decodes execution data, which n8n stores and sends in the form of its package `flatted`. */
export function decodeRunData(program: N8nProgram, text: string): Execution['data'] {
	const modules = createRequire(join(program.folder, 'package.json'));
	const { parse } = modules('flatted') as { parse: (text: string) => unknown };
	return parse(text) as Execution['data'];
}
