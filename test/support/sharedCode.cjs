// An environment of Node.js in which a worker compiles each file once, not once for each suite that loads it. Each suite
// still runs the file anew in a world of its own; only the compiled code is shared. Most of what a suite cost was the
// compiling of n8n's packages.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What this worker has compiled, by the name of the file. */
const compiled = new Map();
const { compileFunction } = vm;

/** As Node.js does it, but for code that imports while it runs: that must know the suite it runs in. */
vm.compileFunction = (code, parameters, options) => {
	const { filename, parsingContext } = options;
	if (!parsingContext || /\bimport\s*\(/.test(code)) {
		return compileFunction(code, parameters, options);
	}
	let known = compiled.get(filename);
	if (known?.code !== code) {
		const head = `(function(${parameters.join(',')}){`;
		const script = new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
		known = { code, script };
		compiled.set(filename, known);
	}
	return known.script.runInContext(parsingContext);
};

module.exports = TestEnvironment;
