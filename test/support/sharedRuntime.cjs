// Jest's runtime, except that packages which only compute are loaded once in a worker, not once for each suite. Loading
// n8n's dependencies was most of what a suite cost. Packages that keep time, hold state or check `instanceof` against
// what a suite makes stay out: each suite needs its own.
const { default: Runtime } = require('jest-runtime');

const SHARED = [
	'@langchain/core',
	'ajv',
	'ast-types',
	'async',
	'esprima-next',
	'fast-glob',
	'fast-uri',
	'find-my-way',
	'jsonwebtoken',
	'langsmith',
	'lodash',
	'mime-db',
	'mime-types',
	'recast',
	'semver',
	'ssh2',
	'transliteration',
	'xml2js',
	'xmlbuilder',
	'zod',
];
const isShared = new RegExp(`/node_modules/(${SHARED.join('|')})/(?!.*/node_modules/)`);

module.exports = class SharedRuntime extends Runtime {
	requireModuleOrMock(from, moduleName) {
		if (
			typeof moduleName === 'string' &&
			!moduleName.startsWith('.') &&
			!moduleName.startsWith('node:')
		) {
			const path = this.pathOf(from, moduleName);
			if (path !== undefined && isShared.test(path)) return require(path);
		}
		return super.requireModuleOrMock(from, moduleName);
	}

	pathOf(from, moduleName) {
		try {
			return this._resolution.resolveCjs(from, moduleName);
		} catch {
			return undefined;
		}
	}
};
