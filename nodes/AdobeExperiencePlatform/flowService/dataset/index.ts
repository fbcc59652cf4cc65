/** Datasets and their schemas as the operations see them. */
export { getDataset, listDatasets, type Dataset } from './datasets';
export { IDENTITY_MAP, readIdentities, type Identities, type Identity } from './identities';
export { findDatasets, type DatasetFilters } from './list';
export { readSchema, schemaContentType, type ResolvedSchema } from './schema';
export type { SchemaField } from './schemaFields';
