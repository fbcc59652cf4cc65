import {
	type INodeExecutionData,
	type INodeType,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { type HintedDescription, triggerBuilderHint } from './node/builderHint';
import { searchDataflows } from './dataflow/lists';
import { poll } from './trigger/poll';
import { triggerProperties } from './trigger/properties';

export class AdobeExperiencePlatformTrigger implements INodeType {
	description: HintedDescription = {
		displayName: 'Adobe Experience Platform Trigger',
		name: 'adobeExperiencePlatformTrigger',
		icon: {
			light: 'file:adobeExperiencePlatform.svg',
			dark: 'file:adobeExperiencePlatform.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Import files from S3, Azure, SFTP and more into Adobe Experience Platform, or start a workflow when a dataflow run fails',
		defaults: { name: 'Adobe Experience Platform Trigger' },
		polling: true,
		builderHint: triggerBuilderHint,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		properties: triggerProperties,
	};

	methods = { listSearch: { searchDataflows } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
