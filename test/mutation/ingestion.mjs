import { config } from './config.mjs';

/** What decides what is written and told: mapping, taking back, the trigger's memory, states of runs, checks of sources. */
export default config(
	'ingestion',
	[
		'flowService/dataflow/automaticMapping',
		'flowService/dataflow/mappingPairs',
		'flowService/dataflow/mapColumns',
		'flowService/dataflow/typeFit',
		'flowService/dataflow/requiredFields',
		'flowService/dataflow/madeParts',
		'flowService/run/status',
		'flowService/run/flatRun',
		'trigger/runMemory',
		'flowService/baseConnection/fit',
		'flowService/baseConnection/patch',
		'flowService/baseConnection/sources/checks',
		'flowService/baseConnection/sources/privateKey',
	],
	[
		'dataflow/mapping',
		'dataflow/typeFit',
		'dataflow/madeParts',
		'run/flatRun',
		'trigger/runMemory',
		'baseConnection/patch',
		'baseConnection/fit',
		'baseConnection/sources',
		'baseConnection/bucket',
	],
);
