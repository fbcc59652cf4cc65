import type { NodeEntry } from '../../local/n8n/entries';
import { DATASETS, SCHEMAS } from '../../local/adobe/tenant/ids';
import type { Access, Request } from './contenders';

const FILE = '/acme-landing/stores/stores.csv.gz';
const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';
const DATA_LAKE_SPEC = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
const CLOUD_STORAGE_FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';
const CONTENT_TYPE = 'application/vnd.adobe.xed-full+json;version=1';

/** Columns of the file, and the fields that they go to. */
const MAPPED = {
	'Store ID': 'storeId',
	'store-name': 'storeName',
	City: 'city',
	countryCode: 'countryCode',
};

/** The whole way by this node: the columns find their fields by themselves. */
export const DATAFLOW_PARAMETERS: NodeEntry['parameters'] = {
	resource: 'dataflow',
	operation: 'create',
	name: '={{ $json.name }}',
	connectionId: { __rl: true, mode: 'id', value: '={{ $json.connectionId }}' },
	pathType: 'file',
	path: { __rl: true, mode: 'path', value: FILE },
	datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
	startTime: '={{ $json.startTime }}',
};

/** Where the Flow Service is. */
export function flowServiceOf({ url }: Pick<Access, 'url'>): string {
	return `${url}/data/foundation/flowservice`;
}

/**
 * The same by n8n's general node, as somebody who knows Adobe's bodies by heart would set it up: four
 * requests for each dataflow, nothing checked and nothing taken back.
 */
export function dataflowRequests(access: Access): Array<Request & { name: string }> {
	const flowService = flowServiceOf(access);
	const post = (name: string, address: string, body: string) => ({
		name,
		method: 'POST',
		url: address,
		body: `={{ (${body}) }}`,
	});
	const schemaRef = JSON.stringify({ id: SCHEMAS.stores, contentType: CONTENT_TYPE });
	const schema = JSON.stringify({ id: SCHEMAS.stores, version: CONTENT_TYPE });
	const mappings = JSON.stringify(
		Object.entries(MAPPED).map(([source, destination]) => ({
			sourceType: 'ATTRIBUTE',
			source,
			destination,
		})),
	);
	return [
		post(
			'Source connection',
			`${flowService}/sourceConnections`,
			`{ name: $json.name, baseConnectionId: $json.connectionId, data: { format: 'delimited', properties: { columnDelimiter: ',', compressionType: 'gzip' } }, params: { type: 'file', path: '${FILE}' }, connectionSpec: { id: '${S3_SPEC}', version: '1.0' } }`,
		),
		post(
			'Target connection',
			`${flowService}/targetConnections`,
			`{ name: $('Items').item.json.name, data: { schema: ${schema} }, params: { dataSetId: '${DATASETS.stores}' }, connectionSpec: { id: '${DATA_LAKE_SPEC}', version: '1.0' } }`,
		),
		post(
			'Mapping',
			`${access.url}/data/foundation/conversion/mappingSets`,
			`{ outputSchema: { schemaRef: ${schemaRef} }, mappings: ${mappings} }`,
		),
		post(
			'Dataflow',
			`${flowService}/flows`,
			`{ name: $('Items').item.json.name, flowSpec: { id: '${CLOUD_STORAGE_FLOW_SPEC}', version: '1.0' }, sourceConnectionIds: [$('Source connection').item.json.id], targetConnectionIds: [$('Target connection').item.json.id], transformations: [{ name: 'Mapping', params: { mappingId: $json.id, mappingVersion: $json.version } }], scheduleParams: { startTime: $('Items').item.json.startSeconds, frequency: 'once' } }`,
		),
	];
}
