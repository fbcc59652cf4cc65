import type { Request } from '../httpClient';
import type { Problem } from './failure';

const ORGANIZATION: Problem = {
	message: 'The credential is not entitled for this organization',
	description:
		'Check the Organization ID of the credential, and that its project in the Adobe Developer Console has an Experience Platform product profile.',
};
const NO_ORGANIZATION: Problem = {
	message: 'The Organization ID is missing',
	description: 'Fill in Organization ID in the credential.',
};
const UNKNOWN_ORGANIZATION: Problem = {
	message:
		'Adobe does not know the Organization ID, or the project has no Experience Platform product profile',
	description:
		'Check the Organization ID of the credential and the product profiles of its project in the Adobe Developer Console.',
};
export const ACCESS_TOKEN: Problem = {
	message: 'Adobe does not accept the access token, even a fresh one',
	description: 'Check Client ID, Client Secret, Scopes and Organization ID of the credential.',
};
const API_KEY: Problem = {
	message: 'Adobe does not know the Client ID as an API key',
	description:
		'Copy it again from the Adobe Developer Console, and check that the Experience Platform API is added to the project.',
};
const NO_API_KEY: Problem = {
	message: 'The Client ID is missing',
	description: 'Fill in Client ID in the credential.',
};
const SCOPES: Problem = {
	message: 'The Scopes do not fit the Experience Platform API',
	description:
		'Copy the list from the OAuth Server-to-Server page of your project in the Adobe Developer Console.',
};
const SANDBOX: Problem = {
	message: 'Adobe does not know the sandbox',
	description:
		'Use the name of the sandbox, not its title, in lower case, as Experience Platform shows it under Sandboxes > Browse.',
};
const NO_SANDBOX: Problem = {
	message: 'The Sandbox Name is missing',
	description: 'Fill in Sandbox Name in the credential.',
};
export const PERMISSION: Problem = {
	message: 'The credential lacks a permission for this sandbox',
	description:
		'Ask an administrator of your Adobe organization to give the API credential a role with View Sources and Manage Sources for this sandbox (Experience Platform > Permissions > Roles).',
};
export const RATE_LIMIT: Problem = {
	message: 'Adobe receives too many requests from this credential',
	description: 'Run fewer items at a time, or run the workflow later.',
};

/**
 * Mistakes in a credential by the gateway's codes (contract.md (b)), for the node's messages and the credential
 * test.
 */
export const GATEWAY_PROBLEMS: Record<string, Problem> = {
	'400003': NO_ORGANIZATION,
	'401013': ACCESS_TOKEN,
	'403000': NO_API_KEY,
	'403003': API_KEY,
	'403010': ACCESS_TOKEN,
	'403011': SCOPES,
	'403020': ACCESS_TOKEN,
	'403025': ORGANIZATION,
	'403027': UNKNOWN_ORGANIZATION,
	'429001': RATE_LIMIT,
	'429002': RATE_LIMIT,
	'429050': RATE_LIMIT,
};

/** The same by the Flow Service's own codes (contract.md (b)). */
export const ACCESS_PROBLEMS: Record<string, Problem> = {
	'FLOW-2000-401': ORGANIZATION,
	'FLOW-2001-401': NO_ORGANIZATION,
	'FLOW-2002-401': NO_ORGANIZATION,
	'FLOW-2100-404': SANDBOX,
	'FLOW-2101-404': SANDBOX,
	'FLOW-2103-404': SANDBOX,
	'FLOW-2105-400': NO_SANDBOX,
	'FLOW-2118-403': PERMISSION,
	'FLOW-2120-403': PERMISSION,
	'FLOW-2121-403': PERMISSION,
};

/** What a request was about, for its message. */
export type About = Partial<Pick<Request, 'noun' | 'method' | 'path'>>;

interface Permissions {
	read: string;
	write: string;
}

/**
 * The permissions of each service, as Experience Platform > Permissions names them (contract.md, permissions).
 */
const byService = new Map<string, Permissions>([
	['flowservice', { read: 'View Sources', write: 'View Sources and Manage Sources' }],
	['catalog', { read: 'View Datasets', write: 'View Datasets and Manage Datasets' }],
	['schemaregistry', { read: 'View Schemas', write: 'View Schemas and Manage Schemas' }],
	['idnamespace', { read: 'View Identity Namespaces', write: 'Manage Identity Namespaces' }],
	['export', { read: 'View Datasets and Data Monitoring', write: 'Manage Datasets' }],
	['import', { read: 'View Datasets', write: 'Manage Datasets' }],
	['conversion', { read: 'View Sources', write: 'Manage Sources' }],
	['sandbox-management', { read: 'View Sandboxes', write: 'Manage Sandboxes' }],
	['access-control', { read: 'View Sources', write: 'View Sources' }],
]);
const UNKNOWN: Permissions = {
	read: 'View Sources and Manage Sources',
	write: 'View Sources and Manage Sources',
};

/** The service in a path: `catalog` in `/data/foundation/catalog/dataSets`. */
function serviceOf(path = ''): string | undefined {
	return path.split('/').find((part) => byService.has(part));
}

/** What else controls access to the service. Empty for nothing. */
function furtherAccess({ method = 'GET', path }: About): string {
	switch (serviceOf(path)) {
		case 'flowservice':
			return method === 'GET'
				? ''
				: 'To write a dataflow, the role also needs access to all fields of the dataset.';
		case 'conversion':
			return 'Data Prep has no permission of its own. The role also needs access to every mapped field (View Schemas, access labels).';
		case 'catalog':
		case 'export':
		case 'import':
			return 'Access labels of the dataset can refuse it, too.';
		default:
			return '';
	}
}

/** What to do about a refused request: the permission that it needs. */
export function permissionProblem(about: About): Problem {
	const { read, write } = byService.get(serviceOf(about.path) ?? '') ?? UNKNOWN;
	const permission = (about.method ?? 'GET') === 'GET' ? read : write;
	const further = furtherAccess(about);
	return {
		message: `The credential lacks a permission for this sandbox: ${permission}`,
		description:
			`Ask an administrator of your Adobe organization to give the API credential a role with ${permission} for this sandbox (Experience Platform > Permissions > Roles). ${further}`.trim(),
	};
}

/** Parts of paths that name a collection or an action, and not an object. */
const COLLECTIONS = new Set([
	...['connections', 'sourceConnections', 'targetConnections', 'flows', 'runs'],
	...['connectionSpecs', 'flowSpecs', 'dataSets', 'batches', 'lastBatches', 'files'],
	...['tenant', 'global', 'schemas', 'descriptors', 'mappingSets', 'validate', 'preview'],
	...['languages', 'el', 'functions', 'identities', 'sandboxes', 'acl', 'effective-policies'],
]);

/** Whether a path leads to one object by its ID. */
export function namesOne({ path }: About): boolean {
	if (path === undefined) return true;
	const parts = path.split('/').filter(Boolean);
	const service = parts.findIndex((part) => byService.has(part));
	return service < 0 || parts.slice(service + 1).some((part) => !COLLECTIONS.has(part));
}

/**
 * What to do about records and files that Adobe refuses, by codes that runs, batches and Data Prep share
 * (contract.md, run error codes).
 */
const byAdvice: Array<[codes: string, advice: string]> = [
	[
		'106',
		'A file is empty: put records into it, or leave it out of the path. Then ingest it again.',
	],
	['118', 'The header row of the file is empty: name the columns in its first row.'],
	[
		'133 INGEST-133-400',
		'Adobe found no files to ingest: check Path and the time window, and that the files were changed within it.',
	],
	[
		'100 123 TypeCompatibilityException DCVS-1104-400',
		'A value has another type than its field. Correct it in the file, or map the column to a field of its type.',
	],
	[
		'DCVS-1105-400',
		'A value does not have the format of its field, for example a date or an email address. Correct it in the file.',
	],
	[
		'DCVS-1106-400',
		'A value is not among the allowed values of its field. Correct it in the file, or add the value to the schema.',
	],
	[
		'DCVS-1111-400',
		'A required field has no value in some records. Fill it in the file, or map another column to it.',
	],
	[
		'INGEST-1002-400',
		'Adobe could not take the data. Ingest it again; if it fails again, give the code to Adobe support.',
	],
	[
		'INGEST-1211-400',
		'Some records were refused, and error diagnostics were off: switch Error Diagnostics on for the dataflow to see which.',
	],
	['INGEST-1212-400', 'Some records were refused: Get Failed Records shows which and why.'],
	[
		'1401 INGEST-1401-400',
		'A row of the file is damaged: Get Failed Records shows which. Correct it and ingest the file again.',
	],
	[
		'INGEST-1555-400',
		'A required field is missing in some records: Get Failed Records shows which. Complete them in the file, or map another column.',
	],
	['MAPPER-3700-400', 'The mapping does not fit some records: check the mapping of the dataflow.'],
];

/** The same by the start of the code. */
const byFamily: Array<[beginning: string, advice: string]> = [
	[
		'MAPPER-',
		'Data Prep refuses the mapping: correct the column, expression or field that its message names.',
	],
	[
		'DCVS-',
		'A record does not fit the schema: correct the field that the message names, in the file or in the mapping.',
	],
	[
		'INGEST-',
		'Adobe could not ingest some of the data: Get Failed Records shows which records, if there are any.',
	],
];

const byCode = new Map(
	byAdvice.flatMap(([codes, advice]) => codes.split(' ').map((code) => [code, advice] as const)),
);

/** What to do about an error of a run, a batch or a mapping. Undefined for other codes. */
export function ingestionAdvice(code: string): string | undefined {
	return byCode.get(code) ?? byFamily.find(([beginning]) => code.startsWith(beginning))?.[1];
}
