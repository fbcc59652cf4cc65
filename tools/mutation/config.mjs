import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OTHER_TESTS = readdirSync('test', { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !['unit', 'support'].includes(entry.name))
	.map(({ name }) => `test/${name}`);

/**
 * Settings of one run of Stryker. The rules without I/O and what uses them run apart: each mutant then costs the tests
 * of its own file, and a rule is not held up by the tests of what calls it.
 * @param {string} name of the reports
 * @param {string[]} mutated files below nodes/AdobeExperiencePlatform
 * @param {string[]} tests names in test/unit
 */
export function config(name, mutated, tests) {
	return {
		packageManager: 'npm',
		plugins: ['@stryker-mutator/jest-runner'],
		testRunner: 'jest',
		jest: {
			configFile: 'jest.config.js',
			config: {
				roots: ['<rootDir>/test/unit'],
				testMatch: tests.map((test) => `<rootDir>/test/unit/${test}.test.ts`),
				watchman: false,
				// Stryker has an environment of its own around this one, and unit tests load little of n8n.
				testEnvironment: 'jest-environment-node',
				runtime: 'jest-runtime',
			},
		},
		coverageAnalysis: 'perTest',
		mutate: mutated.map((file) => `nodes/AdobeExperiencePlatform/${file}.ts`),
		// What is copied for the run: n8n alone has gigabytes.
		ignorePatterns: [
			'.*',
			'coverage',
			'dist',
			'examples',
			'local/n8n/*/node_modules',
			'tools',
			...OTHER_TESTS,
		],
		// Not within the checkout, where lint would find the mutated copies.
		tempDirName: join(tmpdir(), 'aep-mutation'),
		cleanTempDir: 'always',
		// A machine with other work is slow, and a slow test is no endless loop.
		timeoutMS: 40_000,
		concurrency: 1,
		reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
		clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
		htmlReporter: { fileName: `.local/mutation/${name}.html` },
		jsonReporter: { fileName: `.local/mutation/${name}.json` },
		incrementalFile: `.local/mutation/${name}.incremental.json`,
		thresholds: { high: 95, low: 90, break: 90 },
	};
}
