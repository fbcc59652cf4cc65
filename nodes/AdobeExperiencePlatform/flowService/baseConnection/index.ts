/** Base connections as the operations see them: no URL, header or status. */
export { BASE_CONNECTION, draftFields, type Connection, type ConnectionDraft } from './connection';
export { createConnection } from './create';
export {
	exploreConnection,
	listFolder,
	previewFile,
	type BucketEntry,
	type ExploreTarget,
} from './explore';
export { requireMethod, requireParams } from './fit';
export { getConnection, listConnections } from './list';
export { credentialsPatch, draftPatch, fieldsPatch, type Patch } from './patch';
export { readRole } from './role';
export * from './sources';
export { withoutOuterSlashes } from './sources/checks';
export { testConnection } from './testConnection';
export { updateConnection, type ConnectionUpdate } from './update';
export { upsertConnection } from './upsert';
