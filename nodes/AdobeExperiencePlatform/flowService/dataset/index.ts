/** Datasets and their schemas as the operations see them. */
export { getDataset, listDatasets, type Dataset } from './datasets';
export { readPrimaryIdentities, type PrimaryIdentities } from './descriptors';
export { readSchemaFields, schemaContentType } from './schema';
export type { SchemaField } from './schemaFields';
