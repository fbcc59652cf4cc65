import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, writes } from './cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const create = (more: INodeParameters = {}, file = 'stores/stores.csv.gz') =>
	draft('create', local.adobe.seedConnection({ name: 'Landing' }).id, file, 'stores', more);
const path = (value: string) => ({ path: { __rl: true, mode: 'path', value } });
const id = (value: string) => ({ __rl: true, mode: 'id', value });
const pair = (source: string, destination: string) => ({
	mapping: 'pairs',
	mappings: { pair: [{ source, destination }] },
});

describe('A dataflow is refused before anything is written if', () => {
	it.each<[what: string, more: INodeParameters, words: RegExp]>([
		['the name is empty', { name: '={{ "" }}' }, /^The expression in Name returned nothing/],
		['the path is empty', path('={{ "" }}'), /^The expression in Path returned nothing/],
		['the path is a folder', path('/acme-landing/stores/'), /^Path is a folder/],
		['a file has a wildcard', path('/acme-landing/*.csv'), /^Path has a wildcard/],
		[
			'the path is not there',
			path('/acme-landing/none.csv'),
			/^File not found: acme-landing\/none\.csv$/,
		],
		[
			'the type cannot be detected',
			path('/acme-landing/assets/logo.bin'),
			/cannot be detected from its name/,
		],
		['there is no such dataset', { datasetId: id('0'.repeat(24)) }, /no dataset with this ID/],
		['there is no such connection', { connectionId: id('nobody') }, /no connection with this ID/],
		['the interval is too short', { schedule: 'minute', interval: 5 }, /below 15 minutes/],
		['the start has passed', { startTime: '2020-01-01T00:00:00Z' }, /Start Time has passed/],
		[
			'backfill is given for once',
			{ additionalFields: { backfill: true } },
			/Backfill is not possible/,
		],
		[
			'the delimiter is long',
			{ additionalFields: { columnDelimiter: '::' } },
			/more than one character/,
		],
		[
			'the share is 0',
			{ additionalFields: { partialIngestionPercent: 0 } },
			/greater than 0 and at most 100/,
		],
		['there are no pairs', { mapping: 'pairs', mappings: {} }, /^Pairs is empty/],
		['a pair lacks its field', pair('City', '={{ "" }}'), /The column "City" has no dataset field/],
		['a column is not in the file', pair('Cty', 'city'), /The file has no column "Cty"/],
		['a field is not in the schema', pair('City', 'citty'), /The schema has no field "citty"/],
		[
			'the mapping set is empty',
			{ mapping: 'mappingSet', mappingSetId: '={{ "" }}' },
			/The expression in Mapping Set ID returned nothing/,
		],
		[
			'there is no such mapping set',
			{ mapping: 'mappingSet', mappingSetId: '0'.repeat(32) },
			/no mapping set with this ID/,
		],
	])('%s', async (_what, more, words) => {
		const { error } = await run(create(more));
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/\S/);
		expect(writes(local.adobe)).toEqual([]);
	});

	it('a required field has no column, which is reported', async () => {
		const parameters = draft(
			'create',
			local.adobe.seedConnection().id,
			'stores/stores.csv.gz',
			'orders',
		);
		const { error } = await run(parameters);
		expect(error?.message).toMatch(/^No column is mapped to \d required fields: "_id", /);
		expect(writes(local.adobe)).toEqual([]);
	});

	it('the connection is not enabled', async () => {
		const parameters = draft(
			'create',
			local.adobe.seedConnection({ state: 'disabled' }).id,
			'stores/stores.csv.gz',
			'stores',
		);
		const { error } = await run(parameters);
		expect(error?.message).toMatch(/is disabled$/);
		expect(writes(local.adobe)).toEqual([]);
	});
});

/** The four writes of a create, by the end of their path. */
const STEPS = ['sourceConnections', 'targetConnections', 'mappingSets', 'flows'];
const on = (step: string, rule: Omit<FaultRule, 'method' | 'path'>): FaultRule => ({
	...rule,
	method: 'POST',
	path: `/${step}$`,
});

describe.each(STEPS)('A failure at %s', (step) => {
	it('removes what the item had created', async () => {
		const { adobe } = local;
		adobe.set({ faults: [on(step, { kind: 'status', status: 403 })] });
		const { error } = await run(create());
		expect(error?.httpCode).toBe('403');
		const left = writes(adobe).filter((line) => line.startsWith('DELETE'));
		const made = STEPS.slice(0, STEPS.indexOf(step)).filter((name) => name.endsWith('ons'));
		expect(left).toEqual(made.reverse().map((name) => `DELETE ${name}/…`));
		expect(/mapping set \w+ remains unused/.test(error?.description ?? '')).toBe(step === 'flows');
		expect(adobe.flows()).toEqual([]);
	});

	it.each([true, false])(
		'without an answer doubles nothing (carried out: %s)',
		async (applied) => {
			const { adobe } = local;
			adobe.set({ faults: [on(step, { kind: 'reset', applied, times: 1 })] });
			const { error, json } = await run(create());
			expect(error?.message).toBeUndefined();
			const [flow, ...more] = adobe.flows();
			expect(more).toEqual([]);
			expect(json[0]).toMatchObject({ id: flow?.id });
			expect(adobe.sourceConnections().map((part) => part.id)).toEqual(flow?.sourceConnectionIds);
			expect(adobe.targetConnections().map((part) => part.id)).toEqual(flow?.targetConnectionIds);
		},
		30_000,
	);
});
