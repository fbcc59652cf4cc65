/** Datasets and their schemas as the operations see them. */
export { getDataset, listDatasets, type Dataset } from './datasets';
export { readPrimaryIdentities, type PrimaryIdentities } from './descriptors';
export { readIdentities, type Identity } from './identities';
export { findDatasets, type DatasetFilters } from './list';
export { readSchema, readSchemaFields, schemaContentType, type ResolvedSchema } from './schema';
export type { SchemaField } from './schemaFields';
