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
const isShared = new RegExp(`^(${SHARED.join('|')})(/|$)`);

module.exports = class SharedRuntime extends Runtime {
	requireModuleOrMock(from, moduleName) {
		if (isShared.test(moduleName)) return require(this._resolution.resolveCjs(from, moduleName));
		return super.requireModuleOrMock(from, moduleName);
	}
};
