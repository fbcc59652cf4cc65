/** Where Adobe's services are, below the Platform URL (contract.md, base URLs). */
export const FLOW_SERVICE = '/data/foundation/flowservice';
export const CATALOG = '/data/foundation/catalog';
export const SCHEMA_REGISTRY = '/data/foundation/schemaregistry';
export const DATA_PREP = '/data/foundation/conversion';
export const DATA_ACCESS = '/data/foundation/export';
export const IMPORT = '/data/foundation/import';
