import { TENANT_ID } from '../schemaRegistry/tenantId';

const schema = (id: string) => `https://ns.adobe.com/${TENANT_ID}/schemas/${id}`;

/** `$id` of the seeded schemas. */
export const SCHEMAS = {
	stores: schema('4c1f0a6d2b7e48b39f5a6c8d7e9b0a1f2c3d4e5f60718293'),
	profiles: schema('7d2e1b5c3a9f47c48e6b5d9a0f1c2b3e4d5f60718293a4b5'),
	orders: schema('a95c8e3f1d604b7a92c7f4e1b8d03c6a5e2f718293a4b5c6'),
};

/** Catalog ids of the seeded datasets, 24 hexadecimal digits as in Adobe's samples. */
export const DATASETS = {
	stores: '66a4f0c2d1e5b83a7c9e0f11',
	profiles: '66a4f0d7d1e5b83a7c9e0f24',
	orders: '66a4f0e9d1e5b83a7c9e0f37',
};
