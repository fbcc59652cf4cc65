/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { decodeRunData } from './flatted';
import type { Execution } from './runData';
import type { N8nProgram } from './versions';

export type Row = Record<string, unknown>;

interface Database {
	all(sql: string, done: (error: Error | null, rows: Row[]) => void): void;
	close(done: () => void): void;
}

interface Sqlite {
	OPEN_READONLY: number;
	Database: new (path: string, mode: number, done: (error: Error | null) => void) => Database;
}

/** Reads n8n's database file, with n8n's own SQLite and decoder; works while n8n runs. */
export class N8nDatabase {
	readonly path: string;

	constructor(
		private readonly program: N8nProgram,
		userFolder: string,
	) {
		this.path = join(userFolder, '.n8n', 'database.sqlite');
	}

	/** The rows of one query. */
	async rows(sql: string): Promise<Row[]> {
		const modules = createRequire(join(this.program.folder, 'package.json'));
		const sqlite = modules('sqlite3') as Sqlite;
		const database = await new Promise<Database>((resolve, reject) => {
			const opened: Database = new sqlite.Database(this.path, sqlite.OPEN_READONLY, (error) =>
				error ? reject(error) : resolve(opened),
			);
		});
		try {
			return await new Promise<Row[]>((resolve, reject) => {
				database.all(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
			});
		} finally {
			await new Promise<void>((resolve) => database.close(resolve));
		}
	}

	/** Everything that n8n has stored, by table. */
	async tables(): Promise<Record<string, Row[]>> {
		const names = await this.rows(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
		);
		const tables: Record<string, Row[]> = {};
		for (const { name } of names) {
			tables[String(name)] = await this.rows(`SELECT * FROM "${String(name)}"`);
		}
		return tables;
	}

	/** The stored executions, oldest first, decoded. */
	async executions(): Promise<Execution[]> {
		const rows = await this.rows(
			`SELECT e.id, e.workflowId, e.status, e.mode, d.data FROM execution_entity e
			 JOIN execution_data d ON d.executionId = e.id ORDER BY e.id`,
		);
		return rows.map(({ id, workflowId, status, mode, data }) => ({
			id: String(id),
			workflowId: String(workflowId),
			status: String(status),
			mode: String(mode),
			data: decodeRunData(this.program, String(data)),
		}));
	}
}
