/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nInstance } from '../../../local/n8n/instance';
import type { Places } from '../../support/leaks';

/** Everything that an n8n has stored or said: each row of its database, its log files, and all its output. */
export async function allTraces(n8n: N8nInstance): Promise<Places> {
	const places: Places = { 'the output of n8n': n8n.log };
	for (const [table, rows] of Object.entries(await n8n.database.tables())) {
		for (const [at, row] of rows.entries()) {
			for (const [column, value] of Object.entries(row)) {
				places[`${table}[${at}].${column}`] = Buffer.isBuffer(value)
					? value.toString('latin1')
					: String(value);
			}
		}
	}
	const folder = join(n8n.userFolder, '.n8n');
	for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
		places[name] = readFileSync(join(folder, name), 'utf8');
	}
	return places;
}
