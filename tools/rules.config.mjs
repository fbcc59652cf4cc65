// Rules of this repository beside n8n's own, whose eslint.config.mjs has to stay as n8n's template is: how long a file
// is, which layer imports which, who knows a single source, and no comment in the package that switches a check off.
// `npm run lint` has both.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { config } from '@n8n/node-cli/eslint';

const pluginOf = (name) => config.find(({ plugins }) => plugins?.[name]).plugins[name];
const { parser } = config.find(({ languageOptions }) =>
	languageOptions?.parser?.meta?.name.startsWith('typescript-eslint'),
).languageOptions;
const { settings } = config.find((part) => part.settings?.['import-x/resolver-next']);

const ROOT = 'nodes/AdobeExperiencePlatform';
/** What an item is about. */
const NOUNS = ['baseConnection', 'dataflow', 'dataset', 'run'];
const SOURCES = `${ROOT}/baseConnection/sources`;
const folder = new URL(`../${SOURCES}/`, import.meta.url);
/** Values of the sources, and the files that describe them. A description begins with value, label and connection spec. */
const described = readdirSync(folder).map((file) => {
	const text = readFileSync(new URL(file, folder), 'utf8');
	const found = [...text.matchAll(/^\tvalue: '(\w+)',\n\tlabel: .*\n\tspecId: '/gm)];
	if (found.length !== [...text.matchAll(/^\tspecId: '/gm)].length) {
		throw new Error(`In ${file} a source does not begin with value, label and specId.`);
	}
	return { file: basename(file, '.ts'), values: found.map(([, value]) => value) };
});
const sources = described.flatMap(({ values }) => values).join('|');
const sourceFiles = described
	.filter(({ values }) => values.length > 0)
	.map(({ file }) => file)
	.join('|');
const LOADS_ALL = ['node/resources', 'node/router'];

/** A folder that imports none of these, below its own. */
const without = (folder, names, message) => ({
	files: [`${ROOT}/${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [{ regex: `^(\\.\\./)+(${names.join('|')})(/|$)`, message }],
			},
		],
	},
});

export default [
	{ ignores: ['**/node_modules/', '**/dist/', '.local/', 'coverage/'] },
	{
		files: ['**/*.{ts,js,mjs,cjs}'],
		// n8n's rules are not here, and comments that switch those off mean nothing.
		linterOptions: { reportUnusedDisableDirectives: 'off' },
		rules: { 'max-lines': ['error', { max: 300 }] },
	},
	{
		files: ['**/*.ts'],
		languageOptions: { parser },
		// Which files are code whose imports count; n8n's rules do not say.
		settings: { ...settings, 'import-x/extensions': ['.ts'] },
		plugins: {
			'@n8n/community-nodes': pluginOf('@n8n/community-nodes'),
			'@typescript-eslint': pluginOf('@typescript-eslint'),
			'import-x': pluginOf('import-x'),
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
		rules: {
			'import-x/no-cycle': 'error',
			'no-warning-comments': [
				'error',
				{
					terms: ['eslint-disable', '@ts-', 'istanbul ignore', 'c8 ignore', 'Stryker disable'],
					location: 'anywhere',
				},
			],
		},
	},
	without(
		'adobe',
		[...NOUNS, 'file', 'node', 'trigger'],
		'adobe/ knows no noun and nothing of n8n',
	),
	without('file', [...NOUNS, 'node', 'trigger'], 'file/ reads files, whatever they are for'),
	...NOUNS.map((noun) =>
		without(noun, ['trigger', ...LOADS_ALL], 'A noun is loaded by node/ and does not load it'),
	),
	without('trigger', LOADS_ALL, 'The trigger has operations of its own'),
	{
		files: [`${ROOT}/**/*.ts`],
		// Update Session Token is for Amazon S3 alone, as version 1 had it, and hints name it for such connections.
		ignores: [
			`${SOURCES}/**`,
			`${ROOT}/baseConnection/updateCredentials.operation.ts`,
			`${ROOT}/baseConnection/refused.ts`,
		],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: `Literal[value=/^(${sources})$/], ImportDeclaration[source.value=/sources\\u002F(${sourceFiles})$/]`,
					message: 'Only the description of a source knows it: add a member to Source instead',
				},
			],
		},
	},
];
