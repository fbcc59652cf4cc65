import { config } from './config.mjs';

/** What decides what is written and told: mapping, dates, taking back, the trigger's memory, states and windows of runs, checks of sources. */
export default config(
	'ingestion',
	[
		'flowService/dataflow/automaticMapping',
		'flowService/dataflow/mappingPairs',
		'flowService/dataflow/mapColumns',
		'flowService/dataflow/places',
		'flowService/dataflow/typeFit',
		'flowService/dataflow/requiredFields',
		'flowService/dataflow/madeParts',
		'flowService/run/status',
		'flowService/run/flatRun',
		'flowService/run/window',
		'actions/times',
		'trigger/runMemory',
		'flowService/baseConnection/fit',
		'flowService/baseConnection/patch',
		'flowService/baseConnection/sources/checks',
		'flowService/baseConnection/sources/privateKey',
	],
	[
		'dataflow/mapping',
		'dataflow/mappingPlaces',
		'dataflow/typeFit',
		'dataflow/madeParts',
		'run/flatRun',
		'run/window',
		'actions/times',
		'trigger/runMemory',
		'baseConnection/patch',
		'baseConnection/fit',
		'baseConnection/sources',
		'baseConnection/bucket',
	],
);
