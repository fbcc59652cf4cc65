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
			const raw = name in parameters ? parameters[name] : fallback;
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

	it('have an empty collection if an expression gives nothing', () => {
		expect(parametersOf({ options: null as never }).members('options')).toEqual({});
	});

	it.each<[entries: unknown, problem: RegExp]>([
		['a', /Fields is not a list/],
		[['a'], /Fields is not a list of fields/],
		[[null], /Fields is not a list of fields/],
	])('refuse pairs of another type: %j', (pair, problem) => {
		const parameters = parametersOf({ fields: { pair } as never });
		expect(() => parameters.pairs('fields', 'pair')).toThrow(problem);
	});

	it('have pairs with their blanks, and none if none were added', () => {
		const fields = { pair: [{ field: ' a ', value: 1 }] };
		const pairs = (parameters: INodeParameters) => parametersOf(parameters).pairs('fields', 'pair');
		expect(pairs({ fields })).toEqual([{ field: ' a ', value: '1' }]);
		expect(pairs({ fields: {} })).toEqual([]);
	});

	it.each([
		[undefined, 0],
		[0, 0],
		[2, 2],
	])(
		'distinguish executions of the node, also in an n8n that does not count them: %s',
		(index, expected) => {
			const context = {
				getWorkflowDataProxy: () => ({ $runIndex: index }),
				getWorkflow: () => ({ id: 'w' }),
				getNode: () => ({ id: 'n' }),
				getExecutionId: () => '7',
			} as unknown as IExecuteFunctions;
			const { executionKey } = new ItemParameters(context, 0, {}, { text: () => '' });
			expect(JSON.parse(executionKey)).toEqual(['w', 'n', '7', expected]);
		},
	);

	it('refuse a collection that is none', () => {
		const parameters = parametersOf({ options: '={{ $json.name.split() }}' });
		expect(() => parameters.option('etag')).toThrow('Options is not a collection of fields');
	});
});
