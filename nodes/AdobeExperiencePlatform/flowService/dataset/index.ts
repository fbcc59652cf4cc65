/** Datasets and their schemas as the operations see them. */
export { getDataset, listDatasets, type Dataset } from './datasets';
export { readSchemaFields, schemaContentType } from './schema';
export type { SchemaField } from './schemaFields';
