import type { IDataObject } from 'n8n-workflow';
import { etagOf } from '../adobe/entity/etag';
import type { Entity, EntityKind } from '../adobe/entity/kind';
import { asRecord, pick } from '../adobe/json';
import { FLOW_SERVICE } from '../adobe/services';
import type { FileFormatChoice } from '../file/format';
import type { Schedule } from './schedule';
import type { MappingPair } from './mapping/pair';

/** Refusals of a change while an earlier one is carried out (contract.md, dataflows). */
const BUSY_CODES = [1420, 1421, 1444, 1456, 1457, 1458].map((code) => `FLOW-${code}-400`);

export const DATAFLOW: EntityKind = {
	noun: 'dataflow',
	path: `${FLOW_SERVICE}/flows`,
	busyStates: ['updating', 'enabling', 'disabling', 'initializing', 'inProgress'],
	busyCodes: BUSY_CODES,
};
export const SOURCE_CONNECTION: EntityKind = {
	noun: 'source connection',
	path: `${FLOW_SERVICE}/sourceConnections`,
};
export const TARGET_CONNECTION: EntityKind = {
	noun: 'target connection',
	path: `${FLOW_SERVICE}/targetConnections`,
};

/** The flow spec for files of cloud storages, "CloudStorageToAEP" (contract.md (g)). */
export const CLOUD_STORAGE_FLOW_SPEC = {
	id: '9753525b-82c7-4dce-8a9b-5ccfce2b9876',
	version: '1.0',
} as const;

/** The data lake, which every target connection belongs to (contract.md (g)). */
export const DATA_LAKE_SPEC = {
	id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c',
	version: '1.0',
} as const;

/** A dataflow as the service shows it (contract.md (g)); anything may be missing. */
export interface Dataflow extends Entity {
	flowSpec?: { id?: string };
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	scheduleParams?: Record<string, unknown>;
	transformations?: Array<{ name?: string; params?: Record<string, unknown> }>;
	options?: Record<string, unknown>;
}

export interface SourceConnection extends Entity {
	baseConnectionId?: string;
	connectionSpec?: { id?: string };
	data?: { format?: string; properties?: Record<string, unknown>; columnDelimiter?: unknown };
	params?: { path?: string; type?: string; recursive?: boolean };
}

export interface TargetConnection extends Entity {
	params?: { dataSetId?: string };
	data?: { schema?: { id?: string; version?: string } };
}

/** The mapping set of a dataflow and the version of it that applies. */
export function mappingOf({ transformations = [] }: Dataflow): { id: string; version: number } {
	const params = asRecord(transformations.find(({ name }) => name === 'Mapping')?.params);
	return { id: String(params.mappingId ?? ''), version: Number(params.mappingVersion ?? 0) };
}

/** The start time of a dataflow, at which it runs for the first time by itself. Epoch milliseconds; NaN where it is not shown. */
export function startOf({ scheduleParams }: Dataflow): number {
	return Number(scheduleParams?.startTime ?? NaN) * 1000;
}

/** The base connection behind a dataflow; undefined where the service does not show it. */
export function baseConnectionOf(flow: Dataflow): string | undefined {
	const { id } = asRecord(inheritedSource(flow).baseConnection);
	return typeof id === 'string' ? id : undefined;
}

/** The connection spec of the source that a dataflow reads; undefined if the service does not show it. */
export function connectionSpecOf(flow: Dataflow): string | undefined {
	const { connectionSpec, baseConnection } = inheritedSource(flow);
	const shown = [connectionSpec, asRecord(baseConnection).connectionSpec].map(
		(spec) => asRecord(spec).id,
	);
	return shown.find((id): id is string => typeof id === 'string');
}

function inheritedSource(flow: Dataflow): Record<string, unknown> {
	const sources = asRecord(flow.inheritedAttributes).sourceConnections;
	const [first] = Array.isArray(sources) ? (sources as unknown[]) : [];
	return asRecord(first);
}

const SHOWN_FIELDS = [
	'name',
	'id',
	'description',
	'state',
	'createdAt',
	'updatedAt',
	'createdBy',
	'updatedBy',
	'sandboxName',
	'flowSpec',
	'sourceConnectionIds',
	'targetConnectionIds',
	'scheduleParams',
	'options',
	'lastRunDetails',
	'lastOperation',
] as const;

/** A dataflow for the node's output, in Adobe's own shape: known fields only, and what it hangs on. */
export function shown(flow: Dataflow): IDataObject {
	const baseConnectionId = baseConnectionOf(flow);
	const { id: mappingSetId } = mappingOf(flow);
	const etag = etagOf(flow);
	return {
		...pick(flow, SHOWN_FIELDS),
		...(baseConnectionId !== undefined && { baseConnectionId }),
		...(mappingSetId && { mappingSetId }),
		...(etag !== undefined && { etag }),
	};
}

/** How columns get into fields. */
export type MappingChoice =
	/** By name; the pairs come first, and what they name is not looked for. */
	| { kind: 'automatic'; pairs: MappingPair[]; calculated?: MappingPair[] }
	| { kind: 'pairs'; pairs: MappingPair[]; calculated?: MappingPair[] }
	/** By Choose Columns: a column for each field. The form has rows for some fields of a large schema only. */
	| { kind: 'fields'; pairs: MappingPair[]; calculated?: undefined; rows?: readonly string[] }
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
