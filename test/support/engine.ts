/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run the node by n8n's own engine */
import 'reflect-metadata';
import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	ResourceMapperFields,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { CREDENTIAL, CredentialStore } from './credentialStore';

/** What one run of the node came to. */
export interface NodeRun {
	/** First output. */
	items: INodeExecutionData[];
	/** All outputs; the second is the error output if the settings ask for one. */
	outputs: INodeExecutionData[][];
	json: IDataObject[];
	error?: Error & { description?: string; httpCode?: string; context?: IDataObject };
	hints: NodeExecutionHint[];
	/** Everything that n8n would store of the node's run. */
	taskData: ITaskData;
}

export interface RunOptions {
	parameters: INodeParameters;
	items?: IDataObject[];
	/** Files that the items bring, by item. */
	binaries?: IBinaryKeyData[];
	/** Time zone of the workflow. */
	timezone?: string;
	/** Node settings such as `onError`. */
	settings?: Partial<INode>;
	/** In place of the node of this process, as another process has loaded it. */
	node?: INodeType;
	/** Called with a function that cancels the execution. */
	onStart?: (cancel: () => void) => void;
}

const aep = new AdobeExperiencePlatform();

/** A node that hands out the items it was given. */
function source(items: IDataObject[], binaries: IBinaryKeyData[] = []): INodeType {
	return {
		description: {
			displayName: 'Source',
			name: 'source',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute: async () => [
			items.map((json, index) => ({ json, ...(binaries[index] && { binary: binaries[index] }) })),
		],
	};
}

function workflowOf(options: RunOptions): Workflow {
	const types: Record<string, INodeType> = {
		source: source(options.items ?? [{}], options.binaries),
		aep: options.node ?? aep,
	};
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name] as INodeType,
		getByNameAndVersion: (name) => types[name] as INodeType,
		getKnownTypes: () => ({}),
	};
	return new Workflow({
		id: 'test',
		nodes: [node('Source', 'source', {}), aepNode(options)],
		connections: { Source: { main: [[{ node: 'AEP', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes,
		settings: {
			executionOrder: 'v1',
			...(options.timezone && { timezone: options.timezone }),
		},
	});
}

/** Runs the node within a workflow by n8n-core's own engine, as n8n itself does. */
export async function runNode(credentials: CredentialStore, options: RunOptions): Promise<NodeRun> {
	const workflow = workflowOf(options);
	const result = await execute(workflow, credentials, options);
	const taskData = result.data.resultData.runData.AEP?.[0];
	if (!taskData) throw result.data.resultData.error ?? new Error('The node did not run');
	const outputs = (taskData.data?.main ?? []).map((items) => items ?? []);
	return {
		items: outputs[0] ?? [],
		outputs,
		json: (outputs[0] ?? []).map(({ json }) => json),
		error: taskData.error as NodeRun['error'],
		hints: taskData.hints ?? [],
		taskData,
	};
}

type ListOptions = RunOptions & { filter?: string; token?: unknown };

/** What a resource locator of the editor gets, as it is opened, searched and scrolled. */
export async function searchList(
	credentials: CredentialStore,
	method: keyof typeof aep.methods.listSearch,
	{ filter, token, ...options }: ListOptions,
): Promise<INodeListSearchResult> {
	const context = loadContext(credentials, options);
	return await aep.methods.listSearch[method].call(context, filter, token);
}

/** What a list of options of the editor gets. */
export async function loadList(
	credentials: CredentialStore,
	method: keyof typeof aep.methods.loadOptions,
	options: RunOptions,
): Promise<INodePropertyOptions[]> {
	return await aep.methods.loadOptions[method].call(loadContext(credentials, options));
}

/** What a resource mapper of the editor gets. */
export async function loadRows(
	credentials: CredentialStore,
	method: keyof typeof aep.methods.resourceMapping,
	options: RunOptions,
): Promise<ResourceMapperFields> {
	return await aep.methods.resourceMapping[method].call(loadContext(credentials, options));
}

function loadContext(credentials: CredentialStore, options: RunOptions): LoadOptionsContext {
	const additionalData = additionalDataOf(credentials);
	return new LoadOptionsContext(workflowOf(options), aepNode(options), additionalData, 'list');
}

/** The list of base connections. */
export async function listConnections(
	credentials: CredentialStore,
	options: ListOptions,
): Promise<INodeListSearchResult> {
	return await searchList(credentials, 'searchConnections', options);
}

async function execute(
	workflow: Workflow,
	credentials: CredentialStore,
	options: RunOptions,
): Promise<IRun> {
	const startNode = workflow.getNode('Source') ?? undefined;
	const running = new WorkflowExecute(additionalDataOf(credentials), 'manual').run({
		workflow,
		startNode,
	});
	options.onStart?.(() => running.cancel());
	return await running;
}

export function additionalDataOf(credentials: CredentialStore): IWorkflowExecuteAdditionalData {
	const hooks = new ExecutionLifecycleHooks('manual', '1', {
		id: 'test',
		name: 'test',
		nodes: [],
		connections: {},
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	return {
		credentialsHelper: credentials.helper(),
		hooks,
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId: '1',
		restApiUrl: '',
		instanceBaseUrl: '',
		webhookBaseUrl: '',
	} as unknown as IWorkflowExecuteAdditionalData;
}

function aepNode({ parameters, settings }: RunOptions): INode {
	return {
		...node('AEP', 'aep', { resource: 'baseConnection', ...parameters }),
		credentials: { [CREDENTIAL]: { id: '1', name: 'Adobe' } },
		...settings,
	};
}

function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
