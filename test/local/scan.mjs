// The scan that n8n runs on published community packages, as a program: the scanner is an ES module, the tests are not.
// Arguments: `source=FOLDER` and `packed=FOLDER`, as many as there are to scan. Prints the results as JSON.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

// As the scanner does: of a published package the compiled code and package.json only.
const patterns = { source: SOURCE_FILE_PATTERNS, packed: ['**/*.js', 'package.json'] };
const results = [];
for (const argument of process.argv.slice(2)) {
	const [what, folder] = argument.split('=');
	const { passed, message, details } = await analyzePackage(folder, patterns[what]);
	results.push({ passed, message, details });
}
console.log(JSON.stringify(results));
