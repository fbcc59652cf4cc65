/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { ensureN8n } from '../../local/n8n/install';
import { N8N_VERSIONS } from '../../local/n8n/versions';

/** Installs each n8n that tests run in, ahead of them. */
async function main(): Promise<void> {
	for (const version of N8N_VERSIONS) {
		await ensureN8n(version, (line) => process.stdout.write(`${line}\n`));
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
