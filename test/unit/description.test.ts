import type { INodePropertyOptions } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import codex from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node.json';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';
import { resources } from '../../nodes/AdobeExperiencePlatform/node/resources';

const node = new AdobeExperiencePlatform();
const { properties, subtitle = '' } = node.description;
const operation = properties.find(({ name }) => name === 'operation');
const labels = (operation?.options ?? []) as INodePropertyOptions[];

/** The line under the node's name on the canvas, as n8n works it out. */
function lineUnder(value: string): unknown {
	const parameters = { resource: 'baseConnection', operation: value };
	const workflow = new Workflow({
		nodes: [{ id: '1', name: 'AEP', type: 'aep', typeVersion: 1, position: [0, 0], parameters }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => node,
			getByNameAndVersion: () => node,
			getKnownTypes: () => ({}),
		},
	});
	const aep = workflow.getNode('AEP');
	if (!aep) throw new Error('The workflow lost its node');
	return workflow.expression.getSimpleParameterValue(aep, subtitle, 'manual', {});
}

describe('On the canvas', () => {
	it.each(labels.map(({ value, name }) => [name, String(value)]))(
		'%s is called by its label under the name of the node',
		(label, value) => {
			expect(lineUnder(value)).toBe(`${label.toLowerCase()}: base connection`);
		},
	);
});

describe('In the node panel', () => {
	const lists = properties
		.filter(({ name }) => name === 'operation')
		.map(({ options = [], displayOptions }) => ({
			resource: String(displayOptions?.show?.resource?.[0]),
			options: options as INodePropertyOptions[],
		}));

	it.each(lists)('the recommended operation of $resource is first, the others by label', (list) => {
		const [first, ...others] = list.options;
		expect(first?.value).toBe(resources[list.resource]?.recommended);
		const labels = others.map(({ name }) => name);
		expect(labels).toEqual([...labels].sort());
		const { operations = {} } = resources[list.resource] ?? {};
		expect(list.options.map(({ value }) => value).sort()).toEqual(Object.keys(operations).sort());
	});

	it('a file goes into a dataset by the first action of dataflows', () => {
		const [first] = lists.find(({ resource }) => resource === 'dataflow')?.options ?? [];
		expect(first?.action).toBe('Import a file into a dataset (create or update a dataflow)');
	});

	it.each(
		Object.entries(resources).flatMap(([resource, { operations }]) =>
			Object.keys(operations).map((name) => [resource, name] as const),
		),
	)('%s %s has Max Concurrency, unless items go into a dataset together', (resource, name) => {
		const fields = resources[resource]?.operations[name]?.properties ?? [];
		const options = fields.find((field) => field.name === 'options')?.options ?? [];
		const has = options.some((option) => option.name === 'maxConcurrency');
		expect(has).toBe(resource !== 'dataset');
	});

	it('no two actions are alike, and each has no full stop', () => {
		const actions = lists.flatMap(({ options }) => options.map(({ action = '' }) => action));
		expect(new Set(actions).size).toBe(actions.length);
		for (const action of actions) expect(action).toMatch(/^[A-Z][^.]+[^.]$/);
	});

	it.each('dataflow, dataset, import, ingest, XDM, CDP, AEP, Adobe, Azure, SFTP, GCS'.split(', '))(
		'people find the node by %s',
		(word) => expect(codex.alias).toContain(word),
	);

	/** n8n shows one entry for both, with the description of the trigger. */
	it('the description of the trigger is that of the pair', () => {
		const { description } = new AdobeExperiencePlatformTrigger().description;
		expect(description).toMatch(/^Import files .* or start a workflow when a dataflow run fails$/);
	});
});
