// The scan that n8n runs on published community packages, as a program: the scanner is an ES module, the tests are not.
// Arguments: a folder, and whether it holds the `source` or the `packed` package. Prints the result as JSON.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, what] = process.argv.slice(2);
// As the scanner does: of a published package the compiled code and package.json only.
const patterns = { source: SOURCE_FILE_PATTERNS, packed: ['**/*.js', 'package.json'] };
const { passed, message, details } = await analyzePackage(folder, patterns[what]);
console.log(JSON.stringify({ passed, message, details }));
