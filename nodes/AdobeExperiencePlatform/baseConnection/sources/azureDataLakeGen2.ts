import { endpointProblem } from './checks';
import { servicePrincipal } from './azureBlob';
import type { Source } from './source';

export const azureDataLakeGen2: Source = {
	value: 'azureDataLakeGen2',
	label: 'Azure Data Lake Storage Gen2',
	specId: 'b3ba5556-48be-44b7-8b85-ff2b69b46dc4',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/adls-gen2',
	methods: [
		{
			value: 'servicePrincipal',
			label: 'Service Principal',
			description: 'With an application of Microsoft Entra ID',
			specName: 'Basic Authentication for adls-gen2',
			credentials: servicePrincipal,
			settings: [
				{
					name: 'url',
					label: 'URL',
					description: 'Data Lake endpoint of the storage account',
					placeholder: 'e.g. https://acme.dfs.core.windows.net',
					isRequired: true,
					problem: endpointProblem,
					advice: 'Write it like https://acme.dfs.core.windows.net.',
				},
			],
		},
	],
};
