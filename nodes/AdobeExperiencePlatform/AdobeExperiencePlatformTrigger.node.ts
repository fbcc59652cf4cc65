import {
	type INodeExecutionData,
	type INodeType,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import type { HintedDescription } from './node/commonFields';
import { searchDataflows } from './dataflow/lists';
import { poll } from './trigger/poll';
import { triggerProperties } from './trigger/events';

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
		builderHint: {
			searchHint:
				'Emits one item for each event, with cause, errors and the base connection. For expired keys, connect Update Session Token and then Dataflow Run > Retry, if cause is credentials and failedInARow is 1.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-adobe-experience-platform.adobeExperiencePlatform',
					relationHint: 'Renews keys and retries the failed run',
				},
			],
		},
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
