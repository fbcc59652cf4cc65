import { DATA_LAKE_SPEC } from '../flowService/specs/connectionSpecs';
import { CLOUD_STORAGE_FLOW_SPEC } from '../flowService/specs/flowSpecs';
import { S3_SPEC } from '../flowService/specs/sources';
import { type Call, NO_SANDBOX } from '../server/call';
import { FLOW_SERVICE, type Route } from '../server/route';
import { isObject, type Json } from '../types';
import type { World } from '../world';
import { DATASETS, SCHEMAS } from './ids';

const FULL = 'application/vnd.adobe.xed-full+json;version=1';

/** A dataflow of the tenant, with what it is made of. */
interface SeedDataflow {
	name: string;
	description: string;
	/** index in `CONNECTIONS` */
	connection: number;
	data: Json;
	params: Json;
	target: keyof typeof SCHEMAS;
	mappings: Array<[source: string, destination: string]>;
	schedule: Json;
	disabled?: boolean;
}

const CONNECTIONS = [
	{ name: 'Acme Landing Bucket', description: 'Nightly exports of all shops' },
	{ name: 'Acme CRM Export', description: 'Customer database, weekly' },
	{ name: 'Acme Archive 2025', description: 'Closed year, read on demand' },
];

const path = (file: string) => `/acme-landing/${file}`;
const CSV = { format: 'delimited', properties: { columnDelimiter: ',', encoding: 'UTF-8' } };

const DATAFLOWS: SeedDataflow[] = [
	{
		name: 'Orders: daily files',
		description: 'Every file of the folder daily, twice an hour',
		connection: 0,
		data: CSV,
		params: { path: path('daily/'), type: 'folder' },
		target: 'orders',
		mappings: [
			['_id', '_id'],
			['timestamp', 'timestamp'],
			['Order ID', '_acmeretail.orderId'],
			['Customer ID', '_acmeretail.customerId'],
			['Quantity', '_acmeretail.quantity'],
			['total', '_acmeretail.total'],
			['paid', '_acmeretail.paid'],
			['channel', '_acmeretail.channel'],
		],
		schedule: { frequency: 'minute', interval: 30 },
	},
	{
		name: 'Orders: web shop',
		description: 'Web orders as JSON',
		connection: 0,
		data: { format: 'json' },
		params: { path: path('orders/online-orders.json'), type: 'file' },
		target: 'orders',
		mappings: [
			['_id', '_id'],
			['timestamp', 'timestamp'],
			['_acmeretail.orderId', '_acmeretail.orderId'],
			['_acmeretail.customerId', '_acmeretail.customerId'],
		],
		schedule: { frequency: 'day', interval: 1 },
		disabled: true,
	},
	{
		name: 'Customer profiles: weekly',
		description: 'Names, addresses and loyalty points',
		connection: 1,
		data: CSV,
		params: { path: path('crm/profiles.csv'), type: 'file' },
		target: 'profiles',
		mappings: [
			['_id', '_id'],
			['person.name.firstName', 'person.name.firstName'],
			['person.name.lastName', 'person.name.lastName'],
			['personalEmail.address', 'personalEmail.address'],
			['points', '_acmeretail.loyalty.points'],
		],
		schedule: { frequency: 'week', interval: 1 },
	},
	{
		name: 'Stores: first load',
		description: 'All stores, once',
		connection: 0,
		data: { ...CSV, properties: { ...CSV.properties, compressionType: 'gzip' } },
		params: { path: path('stores/stores.csv.gz'), type: 'file' },
		target: 'stores',
		mappings: [
			['Store ID', 'storeId'],
			['store-name', 'storeName'],
			['City', 'city'],
			['countryCode', 'countryCode'],
		],
		schedule: { frequency: 'once' },
	},
];

/** A minute from now, so that the start has not passed when the service looks at it (1360-400). */
const LEAD_SECONDS = 60;

/**
 * Puts base connections and dataflows of the tenant into the demo's sandbox. They are made by the operations
 * themselves, so that they are what a client could have made; faults, rate limits and the journal stay out of it.
 */
export function populateTenant(world: World, routes: Route[]): void {
	const { demo } = world;
	const sandbox = world.sandboxes.find(({ name }) => name === demo.sandboxName) ?? NO_SANDBOX;
	const ask = (url: string, body?: Json, params: Call['params'] = {}, query = ''): Json => {
		const route = routes.find((known) => known.method === 'POST' && known.url === url);
		const { body: reply } = route?.handler({
			method: 'POST',
			path: url,
			rawUrl: url,
			query: new URLSearchParams(query),
			headers: {},
			params,
			body,
			rawBody: '',
			malformed: false,
			requestId: 'tenant',
			sandbox,
		}) ?? { body: undefined };
		if (!isObject(reply)) throw new Error(`No answer to POST ${url}`);
		return reply;
	};
	const create = (type: string, body: Json) => String(ask(`${FLOW_SERVICE}/${type}`, body).id);
	const baseIds = CONNECTIONS.map(({ name, description }) =>
		create('connections', {
			name,
			description,
			connectionSpec: { id: S3_SPEC, version: '1.0' },
			auth: {
				specName: 'Access Key',
				params: {
					s3AccessKey: demo.s3AccessKey,
					s3SecretKey: demo.s3SecretKey,
					s3SessionToken: demo.s3SessionToken,
				},
			},
		}),
	);
	for (const { name, description, connection, data, params, target, ...flow } of DATAFLOWS) {
		const sourceId = create('sourceConnections', {
			name: `${name} (source)`,
			baseConnectionId: baseIds[connection],
			connectionSpec: { id: S3_SPEC, version: '1.0' },
			data,
			params,
		});
		const targetId = create('targetConnections', {
			name: `${name} (target)`,
			connectionSpec: { id: DATA_LAKE_SPEC, version: '1.0' },
			data: { schema: { id: SCHEMAS[target], version: FULL } },
			params: { dataSetId: DATASETS[target] },
		});
		const mapping = ask('/data/foundation/conversion/mappingSets', {
			outputSchema: { schemaRef: { id: SCHEMAS[target], contentType: FULL } },
			mappings: flow.mappings.map(([source, destination]) => ({
				sourceType: 'ATTRIBUTE',
				source,
				destination,
			})),
		});
		const id = create('flows', {
			name,
			description,
			flowSpec: { id: CLOUD_STORAGE_FLOW_SPEC, version: '1.0' },
			sourceConnectionIds: [sourceId],
			targetConnectionIds: [targetId],
			transformations: [
				{ name: 'Mapping', params: { mappingId: mapping.id, mappingVersion: mapping.version } },
			],
			scheduleParams: {
				startTime: Math.floor(Date.now() / 1000) + LEAD_SECONDS,
				...flow.schedule,
			},
			options: { errorDiagnosticsEnabled: true, partialIngestionPercent: 10 },
		});
		if (flow.disabled) ask(`${FLOW_SERVICE}/flows/:id/action`, undefined, { id }, 'op=disable');
	}
}
