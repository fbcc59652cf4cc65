import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { actionBuilderHint, type HintedDescription } from './node/builderHint';
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
		builderHint: actionBuilderHint,
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
