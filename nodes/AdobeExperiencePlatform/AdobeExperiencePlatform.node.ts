import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import * as baseConnection from './actions/baseConnection';
import { router } from './actions/router';
import { listSearch } from './methods';

export class AdobeExperiencePlatform implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Adobe Experience Platform',
		name: 'adobeExperiencePlatform',
		icon: {
			light: 'file:adobeExperiencePlatform.svg',
			dark: 'file:adobeExperiencePlatform.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ create: "create", delete: "delete", explore: "explore", get: "get", getAll: "get many", test: "test", update: "update", updateToken: "update session token", upsert: "create or update" })[$parameter["operation"]] + ": base connection" }}',
		description: 'Create Amazon S3 base connections and keep their session tokens fresh',
		defaults: { name: 'Adobe Experience Platform' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Base Connection', value: 'baseConnection' }],
				default: 'baseConnection',
			},
			...baseConnection.properties,
		],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
