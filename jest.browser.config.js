const unit = require('./jest.config.js');

/** In a browser: a real n8n with the packed node and a real Chromium, driven as a person would. */
/** @type {import('jest').Config} */
module.exports = {
	...unit,
	roots: ['<rootDir>/test/browser'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	testTimeout: 120_000,
};
