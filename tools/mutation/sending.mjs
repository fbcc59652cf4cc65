import { config } from './config.mjs';

/** What applies the rules: the tries of a request, and the errors that n8n shows. */
export default config(
	'sending',
	['adobe/apiClient', 'node/messages'],
	['node/messages', 'adobe/apiClient', 'adobe/apiClientWaits', 'adobe/execution'],
);
