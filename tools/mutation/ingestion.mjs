import { config } from './config.mjs';

/** What decides what is written and told: mapping, dates, taking back, the trigger's memory, states and windows of runs, checks of sources. */
export default config(
	'ingestion',
	[
		'dataflow/mapping/automatic',
		'dataflow/mapping/checks',
		'dataflow/parts',
		'run/run',
		'run/windows',
		'node/times',
		'trigger/runMemory',
		'baseConnection/update',
		'baseConnection/sources/bucket',
		'baseConnection/sources/sftp',
	],
	[
		'dataflow/mapping',
		'dataflow/mappingPlaces',
		'dataflow/expression',
		'dataflow/typeFit',
		'dataflow/parts',
		'dataflow/madeParts',
		'run/flatRun',
		'run/window',
		'run/eachFileOnce',
		'node/times',
		'trigger/runMemory',
		'baseConnection/patch',
		'baseConnection/update',
		'baseConnection/fit',
		'baseConnection/sources',
		'baseConnection/bucket',
		'baseConnection/storageAddress',
	],
);
