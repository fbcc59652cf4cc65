import { clientSecretProblem } from './checks';
import type { Credential } from './source';

/** An application of Microsoft Entra ID that may read the storage. */
export const servicePrincipal: Credential[] = [
	{
		name: 'servicePrincipalId',
		label: 'Service Principal ID',
		description: 'Application (client) ID of the app registration in Microsoft Entra ID',
		isSecret: false,
		whenEmpty: 'stays',
	},
	{
		name: 'servicePrincipalKey',
		label: 'Service Principal Key',
		description: 'Client secret of the app registration; it expires within months',
		placeholder: 'e.g. {{ $json.secretText }}',
		isSecret: true,
		kind: 'key',
		problem: clientSecretProblem,
	},
	{
		name: 'tenant',
		label: 'Tenant',
		description: 'ID or domain of the Microsoft Entra tenant in which the application is',
		isSecret: false,
		whenEmpty: 'stays',
	},
];
