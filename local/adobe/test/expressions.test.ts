import { SCHEMAS } from '../tenant/ids';
import type { Json } from './client';
import { DATA_PREP, usePlatform } from './platformLab';

const SETS = `${DATA_PREP}/mappingSets`;
const contentType = 'application/vnd.adobe.xed-full+json;version=1';
const outputSchema = { schemaRef: { id: SCHEMAS.orders, contentType } };

/** Data Prep: dp.yaml and EN:data-prep/api/mapping-set.md; the legacy body is that of EN:sources/tutorials/api/collect. */
describe('Expressions of mapping sets', () => {
	const lab = usePlatform();
	const call = async (method: string, path: string, body?: unknown) =>
		await lab.client.call(method, path, body === undefined ? {} : { body });

	it('are validated with their expressions', async () => {
		const mappings = ['uuid()', 'upper(', 'nonsense(a)'].map((source, index) => ({
			sourceType: 'EXPRESSION',
			source,
			destination: ['_id', '_acmeretail.orderId', '_acmeretail.customerId'][index],
		}));
		const { body } = await call('POST', `${SETS}/validate`, { outputSchema, mappings });
		expect((body.validationResponse as Json[]).map(({ status }) => status)).toEqual([
			'SUCCESS',
			'FAILED',
			'FAILED',
		]);
		const { id } = (await call('POST', SETS, { outputSchema, mappings: mappings.slice(0, 1) }))
			.body;
		const read = await call('GET', `${SETS}/${String(id)}`);
		expect(read.body.mappings).toMatchObject([{ sourceType: 'text/x.aep-xl', source: 'uuid()' }]);
		expect((await call('PUT', `${SETS}/${String(id)}`, read.body)).status).toBe(200);
	});

	it('have a language for expressions', async () => {
		const functions = await call('GET', `${DATA_PREP}/languages/el/functions`);
		expect(functions.body).toContainEqual(expect.objectContaining({ function: 'concat' }));
		const operators = await call('GET', `${DATA_PREP}/languages/el/operators`);
		expect(operators.body).toContainEqual(expect.objectContaining({ operatorSymbol: '+' }));
		for (const [expression, good] of [
			['concat("Hi", " (")', true],
			['upper(trim(name))', true],
			['upper(name', false],
			['upper(name))(', false],
			['nonsense(name)', false],
			['"open', false],
			['', false],
		] as const) {
			const reply = await call('POST', `${DATA_PREP}/languages/el/validate`, { expression });
			expect([expression, reply.body]).toEqual([expression, good]);
		}
		expect((await call('POST', `${DATA_PREP}/languages/el/validate`, {})).status).toBe(400);
	});
});
