import { config } from './config.mjs';

/** What decides on causes of failed runs, incidents, values that fit, and changes under an etag. */
export default config(
	'watching',
	[
		'run/cause',
		'trigger/flowMemory',
		'dataset/records/convert',
		'adobe/entity/modify',
		'adobe/waits',
	],
	[
		'run/cause',
		'run/causeHints',
		'run/flatRun',
		'run/reason',
		'trigger/flowMemory',
		'trigger/flowMemoryLists',
		'dataset/convert',
		'dataset/identityProblems',
		'dataset/uploadDraft',
		'adobe/entity/modify',
		'adobe/entity/modifyWithoutEtag',
		'adobe/waits',
	],
);
