import { config } from './config.mjs';

/** What applies the rules: the tries of a request, and the errors that n8n shows. */
export default config(
	'sending',
	['transport/apiClient', 'actions/errors'],
	['actions/errors', 'transport/apiClient', 'transport/apiClientWaits', 'transport/run'],
);
