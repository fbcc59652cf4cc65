import type { INodePropertyOptions } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';

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
