import type { Request } from '../httpClient';

/** What a request was about: its noun for messages, and where it went. */
export type About = Partial<Pick<Request, 'noun' | 'method' | 'path'>>;

interface Permissions {
	read: string;
	write: string;
}

/** The permissions of each service as Experience Platform > Permissions names them (contract.md, permissions). */
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

/** `/data/foundation/catalog/dataSets` is of the service `catalog`. */
function serviceOf(path = ''): string | undefined {
	return path.split('/').find((part) => byService.has(part));
}

/** The permission that a refused request needs. */
export function permissionFor({ method = 'GET', path }: About): string {
	const permissions = byService.get(serviceOf(path) ?? '') ?? UNKNOWN;
	return method === 'GET' ? permissions.read : permissions.write;
}

/** What else decides over access to the service besides the permission; '' if nothing does. */
export function furtherAccess({ method = 'GET', path }: About): string {
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

/** Parts of paths that name a collection or an action, and no single object. */
const COLLECTIONS = new Set([
	...['connections', 'sourceConnections', 'targetConnections', 'flows', 'runs'],
	...['connectionSpecs', 'flowSpecs', 'dataSets', 'batches', 'lastBatches', 'files'],
	...['tenant', 'global', 'schemas', 'descriptors', 'mappingSets', 'validate', 'preview'],
	...['languages', 'el', 'functions', 'identities', 'sandboxes', 'acl', 'effective-policies'],
]);

/** Whether a path leads to one object by its ID, rather than to a list or an action of a service. */
export function namesOne({ path }: About): boolean {
	if (path === undefined) return true;
	const parts = path.split('/').filter(Boolean);
	const service = parts.findIndex((part) => byService.has(part));
	return service < 0 || parts.slice(service + 1).some((part) => !COLLECTIONS.has(part));
}
