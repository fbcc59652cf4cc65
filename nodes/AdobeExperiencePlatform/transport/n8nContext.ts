import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** The credential type of all nodes in this package. */
export const CREDENTIAL = 'adobeExperiencePlatformApi';

/** Where n8n calls the package: a run of the node, a list of the editor, or a poll of the trigger. */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The same place, whose requests n8n does not break off when the user cancels the execution. */
export function withoutCancel(context: N8nContext): N8nContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	}) as N8nContext;
}
