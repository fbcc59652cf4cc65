import type { Call } from '../../server/call';
import type { StoredConnection } from '../../types';
import type { World } from '../../world';
import type { Listing } from '../entities/paging';
import { presentConnection } from './masking';

const FIELDS: ReadonlySet<string> = new Set(
	'id name description connectionSpec state auth createdAt updatedAt createdBy updatedBy createdClient updatedClient sandboxId sandboxName imsOrgId version etag'.split(
		' ',
	),
);

/** How connections are listed (contract.md (i)). */
export function listing(world: World, call: Call): Listing<StoredConnection> {
	const { maskStyle, pageSize } = world.settings;
	return {
		path: '/connections',
		rows: world.connections,
		sandboxName: call.sandbox.name,
		fields: FIELDS,
		pageSize,
		maximum: 100,
		present: (connection) => presentConnection(connection, maskStyle),
	};
}
