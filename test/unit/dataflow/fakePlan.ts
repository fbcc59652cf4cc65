import type { DataflowPlan } from '../../../nodes/AdobeExperiencePlatform/dataflow/plan';

export const dataset = { id: 'd', name: 'D', schemaId: 's', schemaVersion: '1' };
export const pairs = [{ source: 'a', destination: 'b' }];

/** A plan for a dataflow from one file to one dataset. */
export const plan: DataflowPlan = {
	name: 'one',
	description: '',
	schedule: { frequency: 'once' },
	options: { errorDiagnosticsEnabled: true },
	source: {
		data: { format: 'delimited' },
		params: { path: '/b/a.csv', type: 'file' },
		baseConnectionId: 'c',
		connectionSpec: { id: 'spec', version: '1.0' },
	},
	dataset,
	pairs,
	links: [{ column: 'a', field: 'b' }],
	mapped: [],
	unmapped: [],
	found: {
		sampleFile: '/b/a.csv',
		columnDelimiter: ',',
		encoding: 'UTF-8',
		isDelimiterKnown: true,
		isEncodingKnown: false,
	},
	hints: [],
};
