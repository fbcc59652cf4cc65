const unit = require('./jest.config.js');

/** End to end: a real n8n with the packed node, each test file with one of its own. */
/** @type {import('jest').Config} */
module.exports = {
	...unit,
	roots: ['<rootDir>/test/e2e'],
	testPathIgnorePatterns: ['/node_modules/'],
	// What all files copy is made before two of them would make it at once.
	globalSetup: '<rootDir>/test/support/n8n/prepare.ts',
	testSequencer: '<rootDir>/test/e2e/support/longestFirst.cjs',
	maxWorkers: 2,
	testTimeout: 600_000,
};
