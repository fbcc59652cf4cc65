import type { MappingPair } from './mappingPair';
import type { FileFormatChoice } from '../file';
import type { Schedule } from './schedule';

/** How columns get into fields. */
export type MappingChoice =
	/** By name; the pairs come first, and what they name is not looked for. */
	| { kind: 'automatic'; pairs: MappingPair[]; calculated?: MappingPair[] }
	| { kind: 'pairs'; pairs: MappingPair[]; calculated?: MappingPair[] }
	| { kind: 'mappingSet'; id: string };

/** What a create asks for; '' where an optional text is not given. */
export interface DataflowDraft {
	name: string;
	description: string;
	/** ID of the base connection. */
	connectionId: string;
	pathType: 'file' | 'folder';
	path: string;
	recursive: boolean;
	format: FileFormatChoice;
	datasetId: string;
	mapping: MappingChoice;
	schedule: Schedule;
	/** Members of `options` of a dataflow (contract.md, dataflows). */
	options: { errorDiagnosticsEnabled: boolean; partialIngestionPercent?: number };
}
