/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { anyFreePort } from '../../../local/ports';
import { ensureProgram } from '../../support/debian';
import { type Account, Daemon } from './daemon';

const USER = 'n8n';
const PASSWORD = 'made-up-for-this-test-only';

// Debian keeps the versions side by side, outside of PATH; others have one, in PATH.
const FOLDERS = [
	...[18, 17, 16, 15, 14, 13].map((major) => `/usr/lib/postgresql/${major}/bin`),
	...(process.env.PATH ?? '').split(delimiter),
];

/** A PostgreSQL of its own on 127.0.0.1, and how n8n gets to it. */
export interface Postgres {
	daemon: Daemon;
	settings: NodeJS.ProcessEnv;
}

/** Starts an empty PostgreSQL in a temporary folder. It forgets everything, so it need not wait for the disk. */
export async function startPostgres(): Promise<Postgres> {
	const program = ensureProgram({
		name: 'PostgreSQL',
		places: FOLDERS.map((folder) => join(folder, 'postgres')),
		package: 'postgresql',
	});
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-postgres-'));
	const account = accountFor(folder);
	const data = join(folder, 'data');
	initialise(join(dirname(program), 'initdb'), folder, data, account);
	const port = await anyFreePort();
	const off = ['fsync', 'synchronous_commit', 'full_page_writes'];
	const daemon = await Daemon.start({
		program,
		args: [
			...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-N', '100'],
			...off.flatMap((name) => ['-c', `${name}=off`]),
		],
		folder,
		sign: 'database system is ready to accept connections',
		account,
	});
	return {
		daemon,
		settings: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: PASSWORD,
		},
	};
}

function initialise(initdb: string, folder: string, data: string, account: Account): void {
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
	if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid ?? account.uid);
	const args = ['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
	const { status, stdout, stderr } = spawnSync(
		initdb,
		[...args, '-E', 'UTF8', '--locale=C', '--no-sync'],
		{ cwd: folder, encoding: 'utf8', ...account },
	);
	if (status !== 0) throw new Error(`initdb failed:\n${stdout}\n${stderr}`);
}

/** PostgreSQL refuses to run as root: then it runs as somebody else, who gets the folder. */
function accountFor(folder: string): Account {
	if (process.getuid?.() !== 0) return {};
	const account = ['postgres', 'nobody'].map(accountOf).find((found) => found !== undefined);
	if (!account) throw new Error('PostgreSQL refuses to run as root, and there is no other user.');
	chownSync(folder, account.uid, account.gid);
	return account;
}

function accountOf(name: string): Required<Account> | undefined {
	const ask = (what: string) => spawnSync('id', [what, name], { encoding: 'utf8' }).stdout.trim();
	const [uid, gid] = [ask('-u'), ask('-g')];
	return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
