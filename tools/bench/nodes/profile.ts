/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- loaded into n8n by the benchmark alone, never part of the published package */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

let session: Session | undefined;

/** Begins a CPU profile of the whole process. */
export async function startProfile(): Promise<void> {
	session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: 200 });
	await session.post('Profiler.start');
}

/** Ends the profile, if one was begun, and writes it to the file that BENCH_PROFILE names. */
export async function endProfile(): Promise<void> {
	if (!session) return;
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	session = undefined;
	writeFileSync(process.env.BENCH_PROFILE ?? 'bench.cpuprofile', JSON.stringify(profile));
}
