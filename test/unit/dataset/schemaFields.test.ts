import { schemaFields } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';

const text = { type: 'string', 'meta:xdmType': 'string' };
const object = (properties: object, required: string[] = []) => ({
	type: 'object',
	'meta:xdmType': 'object',
	properties,
	required,
});
const paths = (schema: unknown) => schemaFields(schema).map(({ path }) => path);

describe('The fields of a schema', () => {
	it('are the leaves by their dotted paths, in order, the tenant’s namespace included', () => {
		const schema = object({ _id: text, _acme: object({ loyalty: object({ level: text }) }) });
		expect(paths(schema)).toEqual(['_id', '_acme.loyalty.level']);
	});

	it.each([
		[{ type: 'integer' }, 'integer'],
		[{ 'meta:xdmType': 'double', type: 'number' }, 'number'],
		[{ 'meta:xdmType': 'boolean', type: 'boolean' }, 'boolean'],
		[{ 'meta:xdmType': 'date', type: 'string', format: 'date' }, 'date'],
		[{ 'meta:xdmType': 'date-time', type: 'string', format: 'date-time' }, 'date-time'],
		[{ type: 'string', format: 'date-time' }, 'date-time'],
		[{ type: 'string', format: 'email' }, 'string'],
		[{ type: ['string', 'null'] }, 'string'],
		[{ type: 'array', items: object({ sku: text }) }, 'array'],
		[{ 'meta:xdmType': 'map', type: 'object', additionalProperties: text }, 'map'],
		[{ type: 'object', additionalProperties: text }, 'map'],
		[{ type: 'object' }, 'object'],
		[{}, 'object'],
	])('of %j have the type %s', (definition, type) => {
		expect(schemaFields(object({ field: definition }))).toEqual([
			{ path: 'field', type, required: false },
		]);
	});

	it.each([
		['byte', 128],
		['short', 32_768],
		['int', 2_147_483_648],
		['long', 9_007_199_254_740_992],
	])('that are a %s have its bounds', (exactType, bound) => {
		const field = { 'meta:xdmType': exactType, type: 'integer' };
		expect(schemaFields(object({ field }))).toEqual([
			{
				path: 'field',
				type: 'integer',
				required: false,
				exactType,
				minimum: -bound,
				maximum: bound,
			},
		]);
	});

	it('are required if everything around them is, and in optional objects only with them', () => {
		const name = object({ first: text, last: text }, ['first']);
		const schema = object({ id: text, must: name, may: name, note: text }, ['id', 'must']);
		const required = schemaFields(schema).map((field) => [
			field.path,
			field.required || field.requiredWithin,
		]);
		expect(required).toEqual([
			['id', true],
			['must.first', true],
			['must.last', undefined],
			['may.first', 'may'],
			['may.last', undefined],
			['note', undefined],
		]);
	});

	it('are required within the nearest optional object', () => {
		const inner = object({ b: object({ c: text }, ['c']) }, ['b']);
		const optional = object({ a: object({ d: object({ e: text }, ['e']) }) });
		expect(schemaFields(object({ a: inner }))[0]).toMatchObject({ requiredWithin: 'a' });
		expect(schemaFields(optional)[0]).toMatchObject({ requiredWithin: 'a.d' });
	});

	it.each([undefined, null, 'text', [], {}, { properties: 'none' }, { properties: { a: 1 } }])(
		'of %j are none',
		(schema) => expect(schemaFields(schema)).toEqual([]),
	);

	it('end somewhere, however deep or wide a schema is', () => {
		const circle = object({});
		Object.assign(circle.properties, { again: circle, leaf: text });
		expect(paths(circle)).toHaveLength(22);
		const wide = object(
			Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, text])),
		);
		expect(paths(wide)).toHaveLength(10_000);
	});
});
