import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

type Outputs = INodeExecutionData[][];
type Execute = (
	context: IExecuteFunctions,
	items: INodeExecutionData[],
) => Outputs | Promise<Outputs>;

const field = (name: string, type: INodeProperties['type'], value: unknown = ''): INodeProperties =>
	({ displayName: name, name, type, default: value }) as INodeProperties;

/** A stand-in for a node of n8n with the parameters that it reads. */
function standIn(
	name: string,
	outputs: number,
	properties: INodeProperties[],
	execute: Execute,
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 2.2, 3, 3.2, 3.4, 4.2],
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
			properties,
		},
		async execute(this: IExecuteFunctions) {
			return await execute(this, this.getInputData());
		},
	};
}

const paired = (items: INodeExecutionData[]) =>
	items.map((item, index) => ({ ...item, pairedItem: { item: index } }));

const holds = (context: IExecuteFunctions, name: string, item: number) =>
	context.getNodeParameter(name, item, false, { extractValue: true }) as unknown as boolean;

/** Hands each item to the first output whose conditions hold, or to the last one. */
function sorted(
	items: INodeExecutionData[],
	outputs: number,
	outputOf: (item: number) => number,
): Outputs {
	const result: Outputs = Array.from({ length: outputs }, () => []);
	for (const [index, item] of paired(items).entries()) result[outputOf(index)]?.push(item);
	return result;
}

const rules: INodeProperties = {
	...field('rules', 'fixedCollection', {}),
	typeOptions: { multipleValues: true },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [field('conditions', 'filter', {}), field('outputKey', 'string')],
		},
	],
};

interface LoopContext extends IDataObject {
	left?: INodeExecutionData[] & IDataObject[];
	done?: INodeExecutionData[] & IDataObject[];
}

/** One item after another; what comes back is collected for the first output. */
function loop(context: IExecuteFunctions, items: INodeExecutionData[]): Outputs {
	const memory = context.getContext('node') as LoopContext;
	if (memory.left === undefined) {
		memory.left = paired(items) as unknown as LoopContext['left'];
		memory.done = [] as unknown as LoopContext['done'];
	} else {
		const sourceOverwrite = context.getInputSourceData();
		const back = items.map((item, index) => ({
			...item,
			pairedItem: { item: index, sourceOverwrite },
		}));
		memory.done?.push(...(back as unknown as IDataObject[]));
	}
	const next = memory.left?.shift() as unknown as INodeExecutionData | undefined;
	return next ? [[], [next]] : [memory.done as unknown as INodeExecutionData[], []];
}

/**
 * Nodes of n8n that examples use, as far as they use them: enough to run an example by n8n's engine if no n8n is
 * installed. The end-to-end tests run the same examples with the real ones.
 */
export const coreNodes: Record<string, INodeType> = {
	'n8n-nodes-base.splitInBatches': standIn(
		'splitInBatches',
		2,
		[field('batchSize', 'number', 1)],
		loop,
	),
	'n8n-nodes-base.if': standIn('if', 2, [field('conditions', 'filter', {})], (context, items) =>
		sorted(items, 2, (item) => (holds(context, 'conditions', item) ? 0 : 1)),
	),
	'n8n-nodes-base.switch': standIn('switch', 3, [rules], (context, items) =>
		sorted(items, 3, (item) => {
			const first = [0, 1].find((rule) => holds(context, `rules.values[${rule}].conditions`, item));
			return first ?? 2;
		}),
	),
	'n8n-nodes-base.set': standIn(
		'set',
		1,
		[field('assignments', 'assignmentCollection', {})],
		(context, items) => [
			items.map((_, item) => {
				const set = context.getNodeParameter('assignments.assignments', item) as unknown as Array<{
					name: string;
					value: string;
				}>;
				const json = Object.fromEntries(set.map(({ name, value }) => [name, value]));
				return { json, pairedItem: { item } };
			}),
		],
	),
	'n8n-nodes-base.convertToFile': standIn(
		'convertToFile',
		1,
		[
			field('operation', 'string'),
			field('sourceProperty', 'string'),
			field('binaryPropertyName', 'string', 'data'),
		],
		(context, items) => {
			const name = context.getNodeParameter('binaryPropertyName', 0) as string;
			const file = (text: string, pairedItem: INodeExecutionData['pairedItem']) => {
				const data = Buffer.from(text).toString('base64');
				return { json: {}, binary: { [name]: { mimeType: 'text/plain', data } }, pairedItem };
			};
			if (context.getNodeParameter('operation', 0) !== 'toText') {
				// Its form is n8n's matter; here the rows that are in it count.
				return [[file(JSON.stringify(items.map(({ json }) => json)), { item: 0 })]];
			}
			const source = context.getNodeParameter('sourceProperty', 0) as string;
			return [items.map(({ json }, item) => file(String(json[source]), { item }))];
		},
	),
	'n8n-nodes-base.noOp': standIn('noOp', 1, [], (_context, items) => [paired(items)]),
	'n8n-nodes-base.stopAndError': standIn(
		'stopAndError',
		0,
		[field('errorMessage', 'string')],
		(context) => {
			throw new NodeOperationError(
				context.getNode(),
				context.getNodeParameter('errorMessage', 0) as string,
			);
		},
	),
};

/** A node that gets an answer from elsewhere for each item; a failure goes the way of errors. */
export function answering(answer: () => IDataObject): INodeType {
	return standIn('answering', 1, [], (_context, items) => [
		items.map((_, item) => {
			try {
				return { json: answer(), pairedItem: { item } };
			} catch (error) {
				return { json: { error: { message: (error as Error).message } }, pairedItem: { item } };
			}
		}),
	]);
}

/** A node that hands out the items it was given. */
export function handing(items: IDataObject[]): INodeType {
	const node = standIn('handing', 1, [], () => [items.map((json) => ({ json }))]);
	return { ...node, description: { ...node.description, inputs: [] } };
}
