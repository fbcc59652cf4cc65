import { type Dataset, Datasets } from '../catalog/datasets';
import { Schemas } from '../schemaRegistry/schemas';
import { DATASETS, SCHEMAS } from './ids';
import { tenantSchemas } from './schemas';

const CREATED = Date.parse('2026-02-03T09:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

const datasets: Array<Omit<Dataset, 'sandboxName' | 'created' | 'updated'>> = [
	{
		id: DATASETS.stores,
		name: 'Acme Stores',
		description: 'Stores of Acme Retail, replaced every quarter',
		schemaId: SCHEMAS.stores,
		tags: {},
	},
	{
		id: DATASETS.profiles,
		name: 'Acme Customer Profiles',
		description: 'Customers from the customer database',
		schemaId: SCHEMAS.profiles,
		tags: { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] },
	},
	{
		id: DATASETS.orders,
		name: 'Acme Orders',
		description: 'Orders, online and in stores',
		schemaId: SCHEMAS.orders,
		tags: { unifiedProfile: ['enabled:true'] },
	},
];

/** Schemas and datasets of the made-up tenant; those of another sandbox are not seen. */
export function tenantCatalog(sandboxName: string): { schemas: Schemas; datasets: Datasets } {
	const result = { schemas: new Schemas(), datasets: new Datasets() };
	tenantSchemas.forEach((schema, index) =>
		result.schemas.add(schema, sandboxName, CREATED + index * DAY),
	);
	datasets.forEach((dataset, index) => {
		const created = CREATED + (index + tenantSchemas.length) * DAY;
		result.datasets.add({ ...dataset, sandboxName, created, updated: created });
	});
	return result;
}
