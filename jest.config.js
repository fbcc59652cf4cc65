/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/support/sharedCode.cjs',
	runtime: '<rootDir>/test/support/sharedRuntime.cjs',
	// Sources are roots, too, so that a file which no test loads is found and counts as not covered.
	roots: [
		'<rootDir>/test',
		'<rootDir>/tools',
		'<rootDir>/local/adobe',
		'<rootDir>/nodes',
		'<rootDir>/credentials',
	],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/browser/',
		'<rootDir>/test/queue/',
	],
	modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/local/n8n', '<rootDir>/dist'],
	transform: {
		// Types are checked once by tsc; each file is only translated here.
		'^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', diagnostics: false }],
		// ES modules only, and Jest loads CommonJS.
		'/node_modules/hyparquet(-writer)?/.+\\.js$': [
			'ts-jest',
			{
				tsconfig: { allowJs: true, module: 'commonjs', target: 'es2022', esModuleInterop: true },
				diagnostics: false,
			},
		],
	},
	transformIgnorePatterns: ['/node_modules/(?!hyparquet)'],
	// Most of the time is waits, and tests that measure time leave room for a neighbour.
	maxWorkers: 2,
	testTimeout: 60_000,
	// What users get, and the whole of it.
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts'],
	coverageReporters: ['text-summary', ['text', { skipFull: true }]],
	coverageThreshold: { global: { branches: 95, lines: 95 } },
	// n8n-core keeps timers of its own alive, which would hold up the end of the run.
	forceExit: true,
};
