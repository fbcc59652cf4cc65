const { src, dest } = require('gulp');

/** n8n reads icons and codex files from beside the compiled code; tsc copies neither. */
function assets() {
	return src(['{credentials,nodes}/**/*.svg', 'nodes/**/*.node.json'], { encoding: false }).pipe(dest('dist'));
}

exports.default = assets;
