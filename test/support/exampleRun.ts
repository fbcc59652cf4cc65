/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run examples by n8n's own engine */
import 'reflect-metadata';
import { WorkflowExecute } from 'n8n-core';
import type { IConnections, IDataObject, INode, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import type { WorkflowEntry } from '../../local/n8n/entries';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { answering, coreNodes, handing } from './coreNodes';
import type { CredentialStore } from './credentialStore';
import { additionalDataOf } from './engine';

const OURS = 'n8n-nodes-adobe-experience-platform.adobeExperiencePlatform';
const ownNode = new AdobeExperiencePlatform();

/** What one execution of an example came to. */
export interface ExampleRun {
	/** message that the execution failed with */
	error?: string;
	/** items of all runs of a node, of one of its outputs */
	itemsOf(name: string, output?: number): IDataObject[];
	/** hints of all nodes */
	hints: string[];
	/** how often a node ran */
	timesRun(name: string): number;
}

/**
 * Runs an example by n8n's engine: its links, its expressions, and our node; stand-ins for nodes of n8n.
 * @param items what its trigger hands out
 * @param answer what its HTTP Request node gets
 * @param others our node as the process has loaded it, and stand-ins for further nodes
 */
export async function runExample(
	credentials: CredentialStore,
	example: WorkflowEntry,
	items: IDataObject[],
	answer: () => IDataObject,
	{ node = ownNode, more = {} }: { node?: INodeType; more?: Record<string, INodeType> } = {},
): Promise<ExampleRun> {
	const types: Record<string, INodeType> = {
		...coreNodes,
		[OURS]: node,
		[`${OURS}Trigger`]: handing(items),
		'n8n-nodes-base.httpRequest': answering(answer),
		...more,
	};
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name] as INodeType,
		getByNameAndVersion: (name) => types[name] as INodeType,
		getKnownTypes: () => ({}),
	};
	const nodes = example.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	const workflow = new Workflow({
		id: example.id,
		nodes: nodes as unknown as INode[],
		connections: example.connections as unknown as IConnections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const trigger = nodes.find(({ type }) => /(Trigger|emailReadImap)$/.test(type))?.name ?? '';
	const { data } = await new WorkflowExecute(additionalDataOf(credentials), 'trigger').run({
		workflow,
		startNode: workflow.getNode(trigger) ?? undefined,
	});
	const { runData, error } = data.resultData;
	const tasks = (name: string) => runData[name] ?? [];
	return {
		...(error && { error: error.message }),
		itemsOf: (name, output = 0) =>
			tasks(name).flatMap(({ data: out }) => (out?.main?.[output] ?? []).map(({ json }) => json)),
		hints: Object.values(runData).flatMap((ran) =>
			ran.flatMap(({ hints = [] }) => hints.map(({ message }) => message)),
		),
		timesRun: (name) => tasks(name).length,
	};
}
