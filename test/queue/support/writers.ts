import { createHash } from 'node:crypto';

import type { JournalEntry, StoredConnection } from '../../../local/adobe';

/** One who rotates keys: the keys that it brings, and the connections that it puts them into. */
export interface Writer {
	number: number;
	accessKey: string;
	secretKey: string;
	sessionToken: string;
	connections: string[];
}

/**
 * Makes writers whose keys tell whose they are. Each takes every third connection from another start
 * on, so that at any time several writers are at the same connection.
 */
export function makeWriters(count: number, ids: readonly string[], each: number): Writer[] {
	return Array.from({ length: count }, (_, number) => ({
		number,
		accessKey: fakeKey('access', number),
		secretKey: fakeKey('secret', number),
		sessionToken: fakeKey('session', number),
		connections: Array.from(
			{ length: each },
			(_item, at) => ids[(number + at * 3) % ids.length] as string,
		),
	}));
}

/** In the form of AWS's keys, and random to the eye, so that no eight characters of it stand anywhere by chance. */
function fakeKey(kind: 'access' | 'secret' | 'session', number: number): string {
	const noise = createHash('sha256').update(`fake ${kind} key of writer ${number}`).digest('hex');
	const start = `FAKE${String(number).padStart(2, '0')}`;
	if (kind === 'access') return `ASIA${noise.slice(0, 16).toUpperCase()}`;
	return kind === 'secret' ? `${start}${noise.slice(0, 34)}` : `${start}${noise}`;
}

/** The writer whose whole set a connection holds; none where it holds parts of several. */
export function holderOf(
	{ auth }: StoredConnection,
	writers: readonly Writer[],
): Writer | undefined {
	const { s3AccessKey, s3SecretKey, s3SessionToken } = auth?.params ?? {};
	return writers.find(
		({ accessKey, secretKey, sessionToken }) =>
			s3AccessKey === accessKey && s3SecretKey === secretKey && s3SessionToken === sessionToken,
	);
}

/** The updates among requests, in their order. */
export function updatesIn(journal: readonly JournalEntry[]): JournalEntry[] {
	return journal.filter(({ method }) => method === 'PATCH');
}

/** How often a writer's keys went into each of its connections. */
export function timesWritten(journal: readonly JournalEntry[], writer: Writer): number[] {
	const written = updatesIn(journal).filter(
		({ applied, body }) => applied && JSON.stringify(body).includes(writer.sessionToken),
	);
	return writer.connections.map(
		(id) => written.filter(({ path }) => path.endsWith(`/${id}`)).length,
	);
}
