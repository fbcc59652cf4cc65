import { ingestionAdvice } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import {
	problemFor,
	notFound,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';
import { codeHint } from '../../../../nodes/AdobeExperiencePlatform/run/cause';

/** Words of the message, and of its advice. */
const TOKEN = [/does not accept the access token/, /Client ID, Client Secret, Scopes/] as const;

const API_KEY = [/does not know the Client ID/, /Developer Console/] as const;

const NO_API_KEY = [/Client ID is missing/, /Fill in Client ID/] as const;

const NO_SANDBOX = [/Sandbox Name is missing/, /Fill in Sandbox Name/] as const;

const ORGANIZATION = [/not entitled for this organization/, /Organization ID.*profile/] as const;

const NO_ORGANIZATION = [/Organization ID is missing/, /Fill in Organization ID/] as const;

const UNKNOWN = [/does not know the Organization ID/, /Organization ID.*profiles/] as const;

const SCOPES = [/Scopes do not fit/, /Developer Console/] as const;

const SANDBOX = [/does not know the sandbox/, /name of the sandbox, not its title/] as const;

const PERMISSION = [/lacks a permission/, /View Sources and Manage Sources/] as const;

const TOO_MANY = [/too many requests/, /fewer items at a time/] as const;

const CONFLICT = [/changed since its etag was read/, /Etag option empty/] as const;

const STATE = [/state that does not allow/, /enabled or disabled/] as const;

const MAPPING = [/mapping set does not fit/, /mapping set that was made/] as const;

const NOT_FOUND = [/no connection with this ID/, /check the ID.*sandbox/] as const;

const IN_USE = [/Dataflows still use/, /Delete the dataflows first/] as const;

type Expected = readonly [message: RegExp, advice: RegExp];

function expectProblem(
	code: string | undefined,
	status: number,
	[message, advice]: Expected,
): void {
	const problem = problemFor(
		{ codes: code === undefined ? [] : [code], status, text: 'words' },
		{ noun: 'connection' },
	);
	expect(problem.message).toMatch(message);
	expect(problem.description).toMatch(advice);
	expect(problem.description).toMatch(/^[A-Z].*\.$/);
}

describe('Adobe’s code decides the message and the advice', () => {
	it.each<[codes: string, expected: Expected]>([
		['401013 403010 403020', TOKEN],
		['403011', SCOPES],
		['403003', API_KEY],
		['403000', NO_API_KEY],
		['403025 FLOW-2000-401', ORGANIZATION],
		['400003 FLOW-2001-401 FLOW-2002-401', NO_ORGANIZATION],
		['403027', UNKNOWN],
		['FLOW-2100-404 FLOW-2101-404 FLOW-2103-404', SANDBOX],
		['FLOW-2105-400', NO_SANDBOX],
		['FLOW-2118-403 FLOW-2120-403 FLOW-2121-403', PERMISSION],
		['429001 429002 429050', TOO_MANY],
		['FLOW-1404-412', CONFLICT],
		['FLOW-1416-400 FLOW-1417-400', STATE],
		['FLOW-1420-400 FLOW-1421-400 FLOW-1422-400 FLOW-1444-400', STATE],
		['FLOW-1456-400 FLOW-1457-400 FLOW-1458-400', STATE],
		['FLOW-1412-400 FLOW-1425-400', MAPPING],
		['FLOW-1419-400', [/mapping set cannot be read/, /every mapped field.*access labels/]],
		['FLOW-1418-400 FLOW-1447-400', IN_USE],
		['FLOW-1439-404', [/no connection with this ID/, /check the ID.*access label/]],
		['FLOW-1308-400', [/source refuses/, /Update Session Token/]],
		['FLOW-1100-400', [/not entitled to this source/, /part of your license/]],
		['FLOW-1413-400', [/does not offer this source/, /part of your license/]],
		['FLOW-1415-400', [/kind of authentication/, /Choose another kind under Authentication/]],
		['FLOW-1445-400', [/does not allow updates/, /patch connection feature/]],
		['FLOW-1455-400', [/no such parameter/, /source and authentication/]],
	])('%s, whatever the status is', (codes, expected) => {
		for (const code of codes.split(' ')) expectProblem(code, 418, expected);
	});

	it.each(['constructor', '__proto__', 'toString', 'SRC-1418-400', '9999'])(
		'is decided by the status if the code is unknown: %s',
		(code) => expectProblem(code, 400, [/refuses the request as it is/, /Fix the field/]),
	);
});

describe('The status decides without a code:', () => {
	const refused: Expected = [/^Adobe refuses the request \(HTTP \d+\)$/, /Adobe's message/];
	const unreadable: Expected = [
		/does not come from a Platform API/,
		/no proxy answers in place of Adobe/,
	];
	const moved: Expected = [/redirects to another address \(HTTP 3\d\d\)/, /Platform URL/];
	const broken: Expected = [/Adobe server error \(HTTP 5\d\d\)/, /contact Adobe support/];

	it.each<[status: number, expected: Expected]>([
		[199, refused],
		[200, unreadable],
		[299, unreadable],
		[300, moved],
		[399, moved],
		[400, [/refuses the request as it is/, /Fix the field/]],
		[401, TOKEN],
		[402, refused],
		[403, PERMISSION],
		[404, NOT_FOUND],
		[408, [/took too long/, /again later/]],
		[409, [/state of the connection does not allow the request/, /with Get, then decide/]],
		[412, CONFLICT],
		[415, [/form of the request/, /no proxy between n8n and Adobe/]],
		[422, [/refuses the values/, /Fix the field/]],
		[429, TOO_MANY],
		[499, refused],
		[500, broken],
		[599, broken],
	])('%i', (status, expected) => expectProblem(undefined, status, expected));
});

it('No message contains braces', () => {
	for (const status of [400, 404, 409, 412, 500]) {
		const messages = JSON.stringify([
			problemFor({ status }, {}),
			problemFor({ status }, { noun: 'dataflow' }),
		]);
		expect(messages).not.toContain('{noun}');
	}
	expect(notFound('dataflow').message).toBe('There is no dataflow with this ID in this sandbox');
	expect(problemFor({ status: 404 }, {}).message).toBe(
		'There is no object with this ID in this sandbox',
	);
});

describe('What to do about data that Adobe refuses is said by its code:', () => {
	it.each<[codes: string, words: RegExp]>([
		['106', /file is empty/],
		['118', /header row/],
		['133', /no files to ingest/],
		['100 123 TypeCompatibilityException DCVS-1104-400', /another type than its field/],
		['DCVS-1105-400', /format of its field/],
		['DCVS-1106-400', /not among the allowed values/],
		['DCVS-1111-400', /required field/],
		['DCVS-9999-400', /does not fit the schema/],
		['INGEST-1002-400', /could not take the data/],
		['INGEST-1211-400', /Error Diagnostics on/],
		['INGEST-1212-400 INGEST-9999-400', /Get Failed Records/],
		['1401 INGEST-1401-400', /row of the file is damaged/],
		['INGEST-1555-400', /required field is missing/],
		['MAPPER-3700-400', /check the mapping/],
		['MAPPER-3016-400 MAPPER-3016-422', /column, expression or field that its message names/],
	])('%s', (codes, words) => {
		for (const code of codes.split(' ')) {
			expect(ingestionAdvice(code)).toMatch(words);
			expect(ingestionAdvice(code)).toMatch(/^[A-Z].*\.$/);
			expect(codeHint(code)).toBe(ingestionAdvice(code));
		}
	});

	it.each(['', 'constructor', '999', 'FLOW-1418-400', 'XMAPPER-1-400'])('%j has none', (code) => {
		expect(ingestionAdvice(code)).toBeUndefined();
		expect(codeHint(code)).toBe('');
	});
});
