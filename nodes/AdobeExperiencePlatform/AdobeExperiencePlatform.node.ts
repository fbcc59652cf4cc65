import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';
import type { HintedDescription } from './node/commonFields';
import { properties, subtitle, listSearch, loadOptions, resourceMapping } from './node/resources';
import { router } from './node/router';

export class AdobeExperiencePlatform implements INodeType {
	description: HintedDescription = {
		displayName: 'Adobe Experience Platform',
		name: 'adobeExperiencePlatform',
		icon: {
			light: 'file:adobeExperiencePlatform.svg',
			dark: 'file:adobeExperiencePlatform.dark.svg',
		},
		group: ['transform'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle,
		description:
			'Import files from Amazon S3, Azure, Google Cloud, SFTP and others into Adobe Experience Platform: base connections, session tokens, dataflows',
		defaults: { name: 'Adobe Experience Platform' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Prefer Create or Update for base connections and dataflows: it creates nothing twice. A dataflow needs a base connection, whose id comes from the node before as {{ $json.id }}. To ingest n8n items or files without a bucket, use Dataset > Upload. No Retry On Fail and no loop are needed: the node retries and takes all items. Keys come from the credential; never put secrets into parameters.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-adobe-experience-platform.adobeExperiencePlatformTrigger',
					relationHint: 'Starts a workflow when a dataflow run fails, or when no data comes',
				},
				{
					nodeType: 'n8n-nodes-base.extractFromFile',
					relationHint: 'Turns CSV and spreadsheets into items for Dataset > Upload',
				},
				{
					nodeType: 'n8n-nodes-base.httpRequest',
					relationHint: 'Gets temporary S3 keys from AWS STS for Update Session Token',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
