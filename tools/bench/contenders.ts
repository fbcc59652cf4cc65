import type { DemoCredentials } from '../../local/adobe';
import type { NodeEntry, WorkflowEntry } from '../../local/n8n/entries';
import { ADOBE_NODE } from '../../test/support/n8n/adobeNode';
import { DATAFLOW_PARAMETERS, dataflowRequests, flowServiceOf } from './dataflows';

/**
 * What is to be done: make connections; replace keys after reading the etag; the same with an etag that is
 * known; make dataflows into one dataset; list the runs of all dataflows.
 */
export type Job = ConnectionJob | 'dataflow' | 'listRuns';
export type ConnectionJob = 'create' | 'update' | 'updateWithEtag';

export const CONNECTION_JOBS: readonly ConnectionJob[] = ['create', 'update', 'updateWithEtag'];
export const JOBS: readonly Job[] = [...CONNECTION_JOBS, 'dataflow', 'listRuns'];

/** The HTTP Request node's setting that says how many requests leave together, and what it then waits. */
export interface Batching {
	batchSize: number;
	/** milliseconds */
	batchInterval: number;
}

/** Who does it. */
export interface Contender {
	/** as in the tables */
	name: string;
	kind: 'node' | 'httpRequest' | 'bareLoop';
	/** items that the node works on at a time */
	concurrency?: number;
	/** none: all requests leave as fast as the node can send them */
	batching?: Batching;
}

export const OUR_NODE: Contender = {
	name: 'this node, 50 at a time',
	kind: 'node',
	concurrency: 50,
};
export const OUR_NODE_AS_IT_COMES: Contender = {
	name: 'this node, 5 at a time',
	kind: 'node',
	concurrency: 5,
};
export const HTTP_REQUEST: Contender = { name: 'HTTP Request', kind: 'httpRequest' };
export const BARE_LOOP: Contender = { name: 'bare loop, 50 at a time', kind: 'bareLoop' };

/** Limit of the limited service, requests a second. */
export const LIMIT = 20;

/** As a user would slow the HTTP Request node down, once he knows the limit. */
export const SLOWED_HTTP_REQUEST: Contender = {
	name: `HTTP Request, batches of ${LIMIT} a second`,
	kind: 'httpRequest',
	batching: { batchSize: LIMIT, batchInterval: 1_000 },
};

/** Other settings of its batching, to see that none is faster than none. */
export const BATCHED_HTTP_REQUESTS: readonly Contender[] = [
	{ batchSize: 50, batchInterval: 1 },
	{ batchSize: 50, batchInterval: 50 },
	{ batchSize: 200, batchInterval: 50 },
].map((batching) => ({
	name: `HTTP Request, ${batching.batchSize} every ${batching.batchInterval} ms`,
	kind: 'httpRequest',
	batching,
}));

export const CONTENDERS: readonly Contender[] = [
	OUR_NODE,
	OUR_NODE_AS_IT_COMES,
	HTTP_REQUEST,
	SLOWED_HTTP_REQUEST,
	...BATCHED_HTTP_REQUESTS,
	BARE_LOOP,
];

/** Credentials of the two nodes, under the IDs by which workflows refer to them. */
export const CREDENTIALS = {
	node: { id: 'adobePlatformDemo', name: 'Adobe Experience Platform account' },
	httpRequest: { id: 'benchOAuth2', name: 'Adobe by OAuth2' },
} as const;

const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';

/** The path of the webhook that starts a contender's workflow. */
export function pathOf(job: Job, { name }: Contender): string {
	return `${job}-${name}`.replace(/[^a-zA-Z0-9]+/g, '-').toLowerCase();
}

/** A workflow in which one contender does one job: webhook, items, the work, a tally that is the answer. */
export function workflowOf(job: Job, contender: Contender, access: Access): WorkflowEntry {
	return webhookWorkflow(pathOf(job, contender), [
		node('Items', 'CUSTOM.benchItems', 1, {}),
		...WORKERS[contender.kind](job, contender, access),
		node('Tally', 'CUSTOM.benchTally', 1, {}),
	]);
}

/** Nodes in a row behind the webhook of this path, which answers what the last one gives. */
export function webhookWorkflow(
	path: string,
	work: NodeEntry[],
	options: { responseData?: 'allEntries' } = {},
): WorkflowEntry {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		...options,
		options: {},
	});
	const nodes = [{ ...webhook, webhookId: path }, ...work].map(
		(entry, index): NodeEntry => ({ ...entry, position: [index * 220, 0] }),
	);
	const links = nodes
		.slice(1)
		.map((entry, index) => [
			(nodes[index] as NodeEntry).name,
			{ main: [[{ node: entry.name, type: 'main', index: 0 }]] },
		]);
	return {
		id: path,
		name: path,
		nodes,
		connections: Object.fromEntries(links) as WorkflowEntry['connections'],
		// Storing thousands of items is n8n's work, the same for all, and not what is measured.
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

/** Where the local Adobe is, and what it accepts. */
export interface Access extends DemoCredentials {
	url: string;
}

type Workers = (job: Job, contender: Contender, access: Access) => NodeEntry[];

const WORKERS: Record<Contender['kind'], Workers> = {
	node: (job, { concurrency }) => [adobeNode(job, concurrency)],
	httpRequest: (job, { batching }, access) => {
		if (job === 'listRuns') return runPages(access);
		if (job !== 'dataflow') return httpRequests(job, access, batching);
		return dataflowRequests(access).map((request) =>
			httpRequest(request.name, access, batching, request),
		);
	},
	bareLoop: () => [node('Bare Loop', 'CUSTOM.bareLoop', 1, {})],
};

const KEYS_OF_ITEM = {
	s3KeySource: 'fields',
	s3AccessKey: '={{ $json.s3AccessKey }}',
	s3SecretKey: '={{ $json.s3SecretKey }}',
	s3SessionToken: '={{ $json.s3SessionToken }}',
};

function adobeNode(job: Job, concurrency = 5): NodeEntry {
	const etag = job === 'updateWithEtag' ? { etag: '={{ $json.etag }}' } : {};
	const options = { maxConcurrency: concurrency, ...etag };
	return {
		...node('Adobe Experience Platform', ADOBE_NODE, 1, { ...parametersOf(job), options }),
		credentials: { adobeExperiencePlatformApi: CREDENTIALS.node },
		onError: 'continueRegularOutput',
	};
}

function parametersOf(job: Job): NodeEntry['parameters'] {
	switch (job) {
		case 'dataflow':
			return DATAFLOW_PARAMETERS;
		case 'listRuns':
			return { resource: 'run', operation: 'getAll', returnAll: true };
		case 'create':
			return { operation: 'create', name: '={{ $json.name }}' };
		default:
			return {
				operation: 'updateToken',
				connectionId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				...KEYS_OF_ITEM,
			};
	}
}

/** The same with n8n's general node, as somebody who knows it well would set it up. */
function httpRequests(job: ConnectionJob, access: Access, batching?: Batching): NodeEntry[] {
	const connections = `${flowServiceOf(access)}/connections`;
	const patch = (item: string, etag: string, id: string) =>
		httpRequest('Replace keys', access, batching, {
			method: 'PATCH',
			url: `=${connections}/{{ ${id} }}`,
			ifMatch: `={{ ${etag} }}`,
			body: `={{ [['s3AccessKey', ${item}.s3AccessKey], ['s3SecretKey', ${item}.s3SecretKey], ['s3SessionToken', ${item}.s3SessionToken]].map(([name, value]) => ({ op: 'add', path: '/auth/params/' + name, value })) }}`,
		});
	if (job === 'create') {
		// The keys are written into the body, as the other node has them in its credential.
		const { s3AccessKey, s3SecretKey, s3SessionToken } = access;
		const params = JSON.stringify({ s3AccessKey, s3SecretKey, s3SessionToken });
		const body = `={{ ({ name: $json.name, auth: { specName: 'Access Key', params: ${params} }, connectionSpec: { id: '${S3_SPEC}', version: '1.0' } }) }}`;
		return [httpRequest('Create', access, batching, { method: 'POST', url: connections, body })];
	}
	if (job === 'updateWithEtag') return [patch('$json', '$json.etag', '$json.id')];
	return [
		httpRequest('Read etag', access, batching, {
			method: 'GET',
			url: `=${connections}/{{ $json.id }}`,
		}),
		// All items get the same keys, so the first one's do: no search for the paired item.
		patch("$('Items').first().json", '$json.items[0].etag', '$json.items[0].id'),
	];
}

/** Page after page, and an item for each run: as the service has it, without the name of its dataflow. */
function runPages(access: Access): NodeEntry[] {
	const flowService = flowServiceOf(access);
	const url = `${flowService}/runs?limit=100&orderby=-createdAt`;
	const pages = httpRequest('Read runs', access, undefined, { method: 'GET', url });
	const pagination = {
		paginationMode: 'responseContainsNextURL',
		// n8n asks for it before the first page, too.
		nextURL: `={{ $response.body?._links ? '${flowService}' + $response.body._links.next.href : '${url}' }}`,
		paginationCompleteWhen: 'other',
		completeExpression: '={{ !$response.body._links?.next }}',
	};
	pages.parameters = { ...pages.parameters, options: { pagination: { pagination } } };
	return [pages, splitOut('Split out')];
}

/** An item for each entity of a page. */
export function splitOut(name: string): NodeEntry {
	return node(name, 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'items', options: {} });
}

/** One HTTP Request node. */
export interface Request {
	method: string;
	url: string;
	ifMatch?: string;
	body?: string;
}

/** n8n's general node, with the headers that Adobe wants. */
export function httpRequest(
	name: string,
	access: Access,
	batching: Batching | undefined,
	{ method, url, ifMatch, body }: Request,
): NodeEntry {
	const headers = [
		{ name: 'x-api-key', value: access.clientId },
		{ name: 'x-gw-ims-org-id', value: access.organizationId },
		{ name: 'x-sandbox-name', value: access.sandboxName },
		...(ifMatch ? [{ name: 'If-Match', value: ifMatch }] : []),
	];
	const parameters = {
		method,
		url,
		authentication: 'genericCredentialType',
		genericAuthType: 'oAuth2Api',
		sendHeaders: true,
		headerParameters: { parameters: headers },
		...(body && { sendBody: true, specifyBody: 'json', jsonBody: body }),
		options: batching ? { batching: { batch: batching } } : {},
	};
	return {
		...node(name, 'n8n-nodes-base.httpRequest', 4.2, parameters),
		credentials: { oAuth2Api: CREDENTIALS.httpRequest },
		onError: 'continueRegularOutput',
	};
}

/** One node. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: NodeEntry['parameters'],
): NodeEntry {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}
