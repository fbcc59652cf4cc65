import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties, subtitle } from './node/resources';
import { router } from './node/router';
import { listSearch, loadOptions, resourceMapping } from './node/lists';

export class AdobeExperiencePlatform implements INodeType {
	description: INodeTypeDescription = {
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
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
