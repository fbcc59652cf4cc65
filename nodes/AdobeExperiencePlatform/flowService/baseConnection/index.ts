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
export { readIamRole } from './iamRole';
export { getConnection, listConnections } from './list';
export {
	draftPatch,
	fieldsPatch,
	keysPatch,
	type ConnectionFields,
	type Patch,
	type RemovableField,
} from './patch';
export * from './s3';
export { testConnection } from './testConnection';
export { updateConnection } from './update';
export { upsertConnection } from './upsert';
