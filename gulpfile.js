const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** Files of an earlier build that no longer have a source would be packed along. */
exports.clean = async () => await rm('dist', { recursive: true, force: true });

/** n8n reads icons and codex files from beside the compiled code; tsc copies neither. */
exports.default = () =>
	src(['credentials/**/*.svg', 'nodes/**/*.{svg,node.json}'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);
