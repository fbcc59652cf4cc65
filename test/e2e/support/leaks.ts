/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nInstance } from '../../../local/n8n/instance';

const PIECE = 8;

/** Places where something could have leaked to, by name. */
export type Places = Record<string, string>;

/**
 * Looks for secrets, whole or any eight characters of them.
 * @returns where pieces were found; never the pieces themselves in full
 */
export function findLeaks(places: Places, secrets: string[]): string[] {
	const pieces = new Set(secrets.flatMap(piecesOf));
	const leaks: string[] = [];
	for (const [place, text] of Object.entries(places)) {
		for (let at = 0; at + PIECE <= text.length; at++) {
			const piece = text.slice(at, at + PIECE);
			if (pieces.has(piece)) {
				leaks.push(`${place} at ${at}: ${text.slice(Math.max(0, at - 60), at)}[${piece}]`);
				at += PIECE;
			}
		}
	}
	return leaks;
}

function piecesOf(secret: string): string[] {
	if (secret.length < PIECE) throw new Error('A secret of a test needs eight characters or more');
	return Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE));
}

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
