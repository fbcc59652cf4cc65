import {
	getMappingSet,
	validateMapping,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/mappingSet';
import type { MappingPair } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/pair';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeClient, fakeService } from '../fakeExecution';
import { dataset } from './fakePlan';

const pairs: MappingPair[] = [
	{ source: 'a', destination: 'x' },
	{ source: 'upper(b)', destination: 'y', isExpression: true },
];
const WORDS = 'Put texts in double quotes, and columns with blanks in ${…}.';
const failed = (...errors: unknown[]) => ({ status: 'failed', errors });
const nothing = { problems: [], hints: [] };
const passed = { status: 'PASSED' };

describe('What Adobe says of a mapping with expressions', () => {
	it('is not requested without expressions', async () => {
		const { client, calls } = fakeClient(answer(500));
		expect(await validateMapping(client, dataset, [{ source: 'a', destination: 'x' }])).toEqual(
			nothing,
		);
		expect(calls).toEqual([]);
	});

	it.each<[form: string, body: unknown]>([
		['an object', { validationResponse: [passed, passed] }],
		['a list', [passed, passed]],
	])('is taken as %s, and is then no hint', async (_form, body) => {
		const { client, calls } = fakeClient(answer(200, body));
		expect(await validateMapping(client, dataset, pairs)).toEqual(nothing);
		expect(calls).toHaveLength(1);
	});

	const expression = 'Invalid calculated field for "y": upper(b)';
	it.each<[what: string, verdicts: unknown[], message: string, description: string]>([
		[
			'by its place in the list',
			[passed, failed({ exception: 'no function' })],
			expression,
			`Adobe says: no function. ${WORDS}`,
		],
		[
			'by its field',
			[failed({ destination: 'y', exception: 'no function' })],
			expression,
			`Adobe says: no function. ${WORDS}`,
		],
		[
			'by its field and source',
			[failed({ destination: 'y', source: 'upper(b)', exception: 'no function' })],
			expression,
			`Adobe says: no function. ${WORDS}`,
		],
		[
			'not by the field alone if the source is another one',
			[failed({ destination: 'y', source: 'lower(b)', exception: 'no column' })],
			'Invalid mapping for "x": a',
			`Adobe says: no column. ${WORDS}`,
		],
		[
			'once for each thing that is said',
			[passed, failed({ exception: 'one' }, { exception: 'one' }, {}, { exception: 'two' }, 'x')],
			expression,
			`Adobe says: one; two. ${WORDS}`,
		],
		[
			'without words',
			[passed, { status: 'FAILED' }],
			expression,
			`Adobe does not accept this expression. ${WORDS}`,
		],
		[
			'although it is about nothing that was asked',
			[passed, passed, failed({ exception: 'no schema' })],
			'Adobe does not accept the mapping',
			'Adobe says: no schema.',
		],
	])('refuses a mapping %s', async (_what, verdicts, message, description) => {
		const { client } = fakeClient(answer(200, verdicts));
		const { problems } = await validateMapping(client, dataset, pairs);
		expect(problems).toMatchObject([{ message, description }]);
	});
});

describe('Without a verdict on the whole mapping', () => {
	/** A service that validates only single expressions. */
	function service(verdict: (body: unknown) => Outcome) {
		const { http, calls } = fakeService((all) => {
			const { path, body } = all[all.length - 1] as (typeof all)[number];
			return path.endsWith('/mappingSets/validate') ? answer(400) : verdict(body);
		});
		return { ...clientOf(http), calls };
	}

	it.each([true, 'true', ' true\n'])('each expression is checked: %j', async (verdict) => {
		const { client, calls } = service(() => answer(200, verdict));
		expect(await validateMapping(client, dataset, pairs)).toEqual(nothing);
		expect(calls.map(({ body }) => body).slice(1)).toEqual([{ expression: 'upper(b)' }]);
	});

	it('the other form of the question is tried if the first one gets none', async () => {
		const { client, calls } = service((body) =>
			JSON.stringify(body).includes('{"expression":{') ? answer(200, true) : answer(400),
		);
		expect(await validateMapping(client, dataset, pairs)).toEqual(nothing);
		expect(calls).toHaveLength(3);
	});

	it.each([false, 'false'])('an expression that is refused is named: %j', async (verdict) => {
		const { client } = service(() => answer(200, verdict));
		const { problems } = await validateMapping(client, dataset, pairs);
		expect(problems).toEqual([
			{
				field: 'y',
				message: 'Invalid calculated field for "y": upper(b)',
				description: `Adobe does not accept this expression. ${WORDS}`,
			},
		]);
	});

	it.each<[what: string, outcome: Outcome]>([
		['a refusal', answer(400)],
		['another answer', answer(200, 'maybe')],
	])('%s on each expression, too, leads to a hint', async (_what, outcome) => {
		const { client } = service(() => outcome);
		const { problems, hints } = await validateMapping(client, dataset, pairs);
		expect(problems).toEqual([]);
		expect(hints).toEqual([
			expect.stringMatching(
				/^Adobe did not check the calculated fields \(.+\)\. Check the first run\.$/,
			),
		]);
	});

	it('an answer of another shape is none', async () => {
		const { client } = fakeClient(answer(200, { validationResponse: 'ok' }), answer(200, true));
		expect(await validateMapping(client, dataset, pairs)).toEqual(nothing);
	});
});

describe('A mapping set as it is read', () => {
	it.each<[form: string, body: object, schemaId: string | undefined, read: MappingPair]>([
		[
			'today',
			{
				outputSchema: { schemaRef: { id: 's' } },
				mappings: [{ source: 'a', destination: 'x', sourceType: 'ATTRIBUTE' }],
			},
			's',
			{ source: 'a', destination: 'x' },
		],
		[
			'in older tutorials',
			{
				xdmSchema: 's',
				mappings: [{ sourceAttribute: 'a', destinationXdmPath: 'x', sourceType: 'text/plain' }],
			},
			's',
			{ source: 'a', destination: 'x', isConstant: true },
		],
		[
			'with a reference of its own',
			{
				schemaRef: { id: 's' },
				mappings: [{ source: 'a', destination: 'x', sourceType: 'text/x.aep-xl' }],
			},
			's',
			{ source: 'a', destination: 'x', isExpression: true },
		],
		['with members missing', { mappings: ['x', {}] }, undefined, { source: '', destination: '' }],
	])('has its pairs and its schema: %s', async (_form, body, schemaId, read) => {
		const { client } = fakeClient(answer(200, { id: 'm', ...body }));
		const found = await getMappingSet(client, 'm');
		expect(found).toEqual({ id: 'm', version: 0, ...(schemaId && { schemaId }), pairs: [read] });
	});

	it('has no pairs if it shows none', async () => {
		const { client } = fakeClient(answer(200, { id: 'm', version: '3' }));
		expect(await getMappingSet(client, 'm')).toEqual({ id: 'm', version: 3, pairs: [] });
	});
});
