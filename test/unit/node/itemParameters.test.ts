import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';

/** A context whose evaluation of any expression gives "evaluated by n8n". */
function parametersOf(parameters: INodeParameters, isTool = false): ItemParameters {
	const context = {
		isToolExecution: () => isTool,
		getNodeParameter: (
			name: string,
			_item: number,
			fallback: unknown,
			options?: { rawExpressions?: boolean },
		) => {
			const raw = parameters[name] ?? fallback;
			const isExpression = typeof raw === 'string' && raw.startsWith('=');
			return isExpression && !options?.rawExpressions ? 'evaluated by n8n' : raw;
		},
	} as unknown as IExecuteFunctions;
	const credential = { text: (name: string) => (name === 'sandboxName' ? 'dev' : '') };
	return new ItemParameters(context, 0, { name: 'Landing' }, credential);
}

describe('Parameters of an item', () => {
	it('take a plain reference from the item', () => {
		expect(parametersOf({ name: '={{ $json.name }}' }).text('name')).toBe('Landing');
	});

	it('leave everything else to n8n', () => {
		const name = '={{ $json.name.trim() }}';
		expect(parametersOf({ name }).text('name')).toBe('evaluated by n8n');
	});

	it('leave all expressions to n8n in a tool of an agent, whose item holds the agent’s words', () => {
		const name = '={{ $json.name }}';
		expect(parametersOf({ name }, true).text('name')).toBe('evaluated by n8n');
	});

	it('refuse a collection that is none', () => {
		const parameters = parametersOf({ options: '={{ $json.name.split() }}' });
		expect(() => parameters.option('etag')).toThrow('Options is not a collection of fields');
	});
});
