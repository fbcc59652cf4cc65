/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs a made-up npm as a child process */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installPackages } from '../../local/n8n/install';

const MINUTE = 60_000;
const { PATH } = process.env;

let folder: string;
let said: string[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'aep-install-'));
	said = [];
	jest.useFakeTimers({
		doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'setTimeout'],
	});
});
afterEach(() => {
	jest.useRealTimers();
	process.env.PATH = PATH;
	rmSync(folder, { recursive: true, force: true });
});

/** Puts a made-up npm first on PATH. Each call runs the next of these lines of a shell script, then the last again. */
function npmThat(...lines: string[]): void {
	const cases = lines.map(
		(line, index) => `${index === lines.length - 1 ? '*' : index + 1}) ${line} ;;`,
	);
	const script = `#!/bin/sh
echo call >> "${folder}/calls"
case $(wc -l < "${folder}/calls" | tr -d ' ') in
${cases.join('\n')}
esac
`;
	writeFileSync(join(folder, 'npm'), script);
	chmodSync(join(folder, 'npm'), 0o755);
	process.env.PATH = `${folder}${delimiter}${PATH}`;
}

/** What a made-up npm leaves when it stalls: time passes only then. */
const stalled = () => join(folder, 'stalled');
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').length;

async function install(): Promise<void> {
	const lock = join(folder, 'package-lock.json');
	writeFileSync(lock, JSON.stringify({ packages: { '': {}, 'node_modules/one': {} } }));
	let isOver = false;
	const installing = installPackages(folder, lock, (line) => said.push(line)).finally(
		() => void (isOver = true),
	);
	const turn = () => {
		if (isOver) return;
		if (existsSync(stalled())) {
			rmSync(stalled());
			jest.advanceTimersByTime(10 * MINUTE);
		}
		setTimeout(turn, 5);
	};
	turn();
	await installing;
}

// Windows has no shell scripts.
(process.platform === 'win32' ? describe.skip : describe)('npm, as it installs n8n,', () => {
	const STALLS = 'touch stalled; exec sleep 1000';
	const UNPACKS = 'mkdir -p node_modules/one && echo {} > node_modules/one/package.json';

	it('is ended and started again if it stalls', async () => {
		npmThat(STALLS, UNPACKS);
		await install();
		expect(calls()).toBe(2);
		expect(said).toContain('  npm has unpacked nothing for 8 min 0 s. Trying again.');
		expect(readFileSync(join(folder, 'node_modules', 'one', 'package.json'), 'utf8')).toBe('{}\n');
	});

	it('is given up after three tries', async () => {
		npmThat(STALLS);
		await expect(install()).rejects.toThrow(/n8n could not be installed/);
		expect(calls()).toBe(3);
	});

	it('is not started again if it fails', async () => {
		npmThat('echo "no space left" >&2; exit 1');
		await expect(install()).rejects.toThrow(/no space left/);
		expect(calls()).toBe(1);
	});
});
