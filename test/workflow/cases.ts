import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { JournalEntry, LocalAdobe } from '../../local/adobe';

export const CONNECTIONS = '/data/foundation/flowservice/connections';

export { keySet } from '../support/madeUp';

/** The requests that reached the Flow Service, in order. */
export function flowCalls(adobe: LocalAdobe): JournalEntry[] {
	return adobe.journal.filter(({ path }) => path.startsWith('/data/foundation/flowservice'));
}

/** Method and path of the requests that reached the Flow Service, in order. */
export function callLines(adobe: LocalAdobe): string[] {
	return flowCalls(adobe).map(({ method, path }) => `${method} ${path.slice(CONNECTIONS.length)}`);
}

export function create(more: INodeParameters = {}): INodeParameters {
	return { operation: 'create', name: 'S3 one', ...more };
}

export function updateToken(id: string, more: INodeParameters = {}): INodeParameters {
	return {
		operation: 'updateToken',
		connectionId: { __rl: true, mode: 'id', value: id },
		s3KeySource: 'fields',
		...more,
	};
}

/** Parameters that take everything of an update from the item, as after an AWS STS node. */
export const updateFromItem: INodeParameters = updateToken('={{ $json.id }}', {
	s3AccessKey: '={{ $json.s3AccessKey }}',
	s3SecretKey: '={{ $json.s3SecretKey }}',
	s3SessionToken: '={{ $json.s3SessionToken }}',
});

export function times<T>(count: number, make: (index: number) => T): T[] {
	return Array.from({ length: count }, (_value, index) => make(index));
}

/** The keys that a connection holds, as the service knows them. */
export function storedParams(adobe: LocalAdobe, id: string): IDataObject {
	return (adobe.connection(id)?.auth?.params ?? {}) as IDataObject;
}
