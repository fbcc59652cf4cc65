/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import '../../test/support/typescriptFirst';
import { localPlatform } from './local';
import { HELP, readOptions } from './options';
import { lineOf, summaryOf } from './report';
import { checkFacts } from './run';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		say(HELP);
		return;
	}
	const local = options.credential === undefined ? await localPlatform() : undefined;
	const credential = options.credential ?? local?.credential;
	if (credential === undefined) return;
	try {
		say(
			`Checking ${credential.platformUrl} (${options.write ? 'reads and writes' : 'only reads'}) …\n`,
		);
		const dataset = options.dataset ?? local?.dataset;
		const { checked, secrets } = await checkFacts({
			...options,
			credential,
			...(dataset !== undefined && { dataset }),
		});
		for (const fact of checked) say(lineOf(fact, secrets));
		say(`\n${summaryOf(checked)}`);
		if (checked.some(({ verdict }) => verdict.state === 'different')) process.exitCode = 1;
	} finally {
		await local?.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nTry --help.\n`);
	process.exit(1);
});
