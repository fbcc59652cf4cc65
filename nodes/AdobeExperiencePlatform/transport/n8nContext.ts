import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** The credential type of all nodes in this package. */
export const CREDENTIAL = 'adobeExperiencePlatformApi';

/** Where n8n calls the package: a run of the node, a list of the editor, or a poll of the trigger. */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
