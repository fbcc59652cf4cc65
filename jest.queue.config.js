const unit = require('./jest.config.js');

/** Queue mode: a main process and workers of a real n8n, PostgreSQL and Redis. */
/** @type {import('jest').Config} */
module.exports = {
	...unit,
	roots: ['<rootDir>/test/queue'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	testTimeout: 600_000,
};
