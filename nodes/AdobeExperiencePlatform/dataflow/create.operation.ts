import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { planDataflow, type DataflowPlan, readDraft } from './plan';
import { type CreatedDataflow, createDataflow, type DataflowParts } from './create';
import type { ApiClient } from '../adobe/apiClient';
import { concurrencyOption, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { type Task, type Operation, inReadingOrder, updatedOutput } from '../node/operation';
import { additionalFields, datasetIdField, fileFields, nameField, scheduleFields } from './fields';
import { mappingFields } from './mapping/fields';
import { mappingText } from './mapping/pair';
import { etagOf } from '../adobe/entity/kind';
import { getEntity } from '../adobe/entity/read';
import type { PatchOperation } from '../adobe/entity/modify';
import { upsertByName, type Upserted } from '../adobe/entity/upsert';
import { Failure } from '../adobe/errors/failure';
import { withoutOuterSlashes } from '../baseConnection/sources/bucket';
import {
	DATAFLOW,
	isTrue,
	SOURCE_CONNECTION,
	sourceIdOf,
	startOf,
	TARGET_CONNECTION,
	targetIdOf,
	type Dataflow,
	type SourceConnection,
	type TargetConnection,
} from './dataflow';
import { OrphanedParts, removeUnusedPart } from './parts';
import { readingOf } from './sourceFile';
import { refuseStartInThePast } from './schedule';
import { dataflowPatch, PATHS, updateDataflow, updatedMapping } from './update.operation';

const draftProperties: INodeProperties[] = [
	nameField,
	...fileFields,
	...additionalFields,
	datasetIdField,
	...mappingFields,
	...scheduleFields,
	optionsField(concurrencyOption),
];

/**
 * A task that creates or updates a dataflow. It reads and checks everything before the first write. Items with the
 * same name run one after another.
 * @param isNew whether the dataflow is always created
 */
function draftTask(
	parameters: ItemParameters,
	isNew: boolean,
	write: (
		client: ApiClient,
		plan: DataflowPlan,
	) => Promise<CreatedDataflow & { created?: boolean }>,
): Task {
	const draft = readDraft(parameters, isNew);
	const settings = parameters.settings();
	return {
		settings,
		key: JSON.stringify(['dataflow', settings.sandboxName, draft.name]),
		async run(client) {
			const plan = await planDataflow(client, draft);
			for (const hint of plan.hints) client.execution.hints.add(hint);
			const written = await write(client, plan);
			const { id, etag, name, created, updated } = written;
			const output: IDataObject = {
				id,
				name,
				...(etag !== undefined && { etag }),
				...(created !== undefined && { created }),
				// A table shows only the first columns, so what people look for comes before the IDs.
				mappingText: mappingText(plan.links),
				mapping: plan.links,
				mapped: plan.mapped,
				unmapped: plan.unmapped,
				...updatedOutput(parameters, updated, created),
				sampleFile: plan.found.sampleFile,
				columnDelimiter: plan.found.columnDelimiter,
				encoding: plan.found.encoding,
				sourceConnectionId: written.sourceConnectionId,
				targetConnectionId: written.targetConnectionId,
				mappingSetId: written.mappingSetId,
			};
			return [inReadingOrder(output)];
		},
	};
}

export const create: Operation = {
	label: 'Create',
	action: 'Create a dataflow',
	description:
		'Create a new dataflow from a file or folder to a dataset, with source connection, target connection and mapping',
	properties: draftProperties,
	prepare: (parameters) => draftTask(parameters, true, createDataflow),
};

export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Import a file into a dataset (create or update a dataflow)',
	description: 'Update the dataflow with this name, or create it',
	properties: draftProperties,
	prepare: (parameters) => draftTask(parameters, false, upsertDataflow),
};

/**
 * Creates or updates the one dataflow with this exact name. An update changes mapping, schedule, description and
 * options. File and dataset cannot be changed, since Adobe does not apply a changed source or target connection to
 * its dataflow (contract.md, source connections).
 * @throws Failure if it reads another path or writes to another dataset, or if several have the name
 */
export async function upsertDataflow(
	client: ApiClient,
	plan: DataflowPlan,
): Promise<Upserted<CreatedDataflow>> {
	return await upsertByName<Dataflow, CreatedDataflow>(client, {
		kind: DATAFLOW,
		name: plan.name,
		async create() {
			const orphans = new OrphanedParts(plan.name);
			const created = await createDataflow(client, plan, orphans);
			await orphans.remove(client);
			return created;
		},
		update: async (existing) => await updateToPlan(client, existing, plan),
		async afterDiscard({ id, sourceConnectionId, targetConnectionId }) {
			await removeUnusedPart(client, SOURCE_CONNECTION, sourceConnectionId, id);
			await removeUnusedPart(client, TARGET_CONNECTION, targetConnectionId, id);
		},
	});
}

async function updateToPlan(
	client: ApiClient,
	existing: Dataflow,
	plan: DataflowPlan,
): Promise<CreatedDataflow> {
	const { id } = existing;
	const { name } = plan;
	const { flow, sourceConnectionId, targetConnectionId } = await partsOf(client, existing, name);
	const source = await getEntity<SourceConnection>(client, SOURCE_CONNECTION, sourceConnectionId);
	const target = await getEntity<TargetConnection>(client, TARGET_CONNECTION, targetConnectionId);
	refuseOtherData(id, source, target, plan);
	const { hints } = client.execution;
	if (flow.state === 'disabled') {
		hints.add(
			`The dataflow "${name}" is disabled, so it does not run. Enable it with Dataflow > Enable.`,
		);
	}
	const description = plan.description || undefined;
	const fields = dataflowPatch({ ...plan.schedule, description }, existing);
	const now = client.execution.serviceTime;
	if (fields.some(({ path }) => path === PATHS.startTime)) refuseStartInThePast(plan.schedule, now);
	if (fields.some(({ op, path }) => op === 'add' && path === PATHS.backfill)) {
		refuseLateBackfill(existing, name, now);
	}
	const mapping = await updatedMapping(client, existing, plan);
	if (mapping.operations.length > 0) {
		hints.add(
			`The new mapping of the dataflow "${name}" applies to files that are new or changed since its last successful run. To ingest other files again, put them into the source again, or use Dataflow Run > Run Now with Window Start (for the schedule Once).`,
		);
	}
	const operations = [...mapping.operations, ...fields, ...optionsPatch(existing, plan)];
	const parts: DataflowParts = { sourceConnectionId, targetConnectionId, ...mapping.parts };
	const updated = [...new Set(operations.map(({ path }) => parameterOf(path)))];
	if (operations.length === 0) return { id, name, etag: etagOf(existing), ...parts, updated };
	const written = await updateDataflow(client, existing, operations);
	return { ...written, ...parts, updated };
}

/** A list may show less of a dataflow than the dataflow itself. */
async function partsOf(client: ApiClient, existing: Dataflow, name: string) {
	const isWhole = sourceIdOf(existing) && targetIdOf(existing);
	const flow = isWhole ? existing : await getEntity<Dataflow>(client, DATAFLOW, existing.id);
	const sourceConnectionId = sourceIdOf(flow);
	const targetConnectionId = targetIdOf(flow);
	if (sourceConnectionId && targetConnectionId) {
		return { flow, sourceConnectionId, targetConnectionId };
	}
	const missing = [
		!sourceConnectionId && 'source connection',
		!targetConnectionId && 'target connection',
	].filter(Boolean);
	const what = missing.join(' and ');
	throw flow.state === 'draft'
		? new Failure(
				`The dataflow "${name}" is a draft without ${what}`,
				`Delete the draft ${flow.id}, complete it in Experience Platform, or choose another name. Nothing was changed.`,
			)
		: new Failure(
				`Adobe does not show the ${what} of the dataflow "${name}"`,
				`It is unknown whether the dataflow ${flow.id} ingests the same data. Choose another name, or delete that dataflow first. Nothing was changed.`,
			);
}

/** Adobe refuses that after the first start (1404-400, contract.md (g)). */
function refuseLateBackfill(flow: Dataflow, name: string, now: number): void {
	if (!(startOf(flow) <= now)) return;
	throw new Failure(
		`Backfill of the dataflow "${name}" cannot be changed anymore`,
		'Its first run has started. Remove Backfill from the item, or delete the dataflow and create it again. Nothing was changed.',
	);
}

/** Adobe's names of parameters. */
const PARAMETERS = new Map([
	['frequency', 'schedule'],
	['transformations', 'mapping'],
]);

/** The parameter that a path in a patch belongs to. */
function parameterOf(path: string): string {
	const member = path.replace(/^\/(scheduleParams\/)?([^/]+).*$/, '$2');
	return PARAMETERS.get(member) ?? member;
}

function refuseOtherData(
	id: string,
	source: SourceConnection,
	target: TargetConnection,
	plan: DataflowPlan,
): void {
	const differences = [
		source.baseConnectionId !== plan.source.baseConnectionId && 'it uses another base connection',
		withoutOuterSlashes(source.params?.path ?? '') !==
			withoutOuterSlashes(String(plan.source.params.path)) &&
			`it reads ${source.params?.path ?? 'another path'}`,
		source.data?.format !== undefined &&
			source.data.format !== plan.source.data.format &&
			`it reads files of format ${source.data.format}`,
		...readingDifferences(source, plan),
		target.params?.dataSetId !== plan.dataset.id &&
			`it writes to the dataset ${target.params?.dataSetId ?? 'of another ID'}`,
	].filter(Boolean);
	if (differences.length === 0) return;
	throw new Failure(
		`A dataflow "${plan.name}" for other data already exists`,
		`${differences.join('; ')}. Adobe cannot change this in an existing dataflow. Choose another name, or delete the dataflow ${id} first. Nothing was changed.`,
	);
}

/**
 * How reading differs between plan and source connection, with the defaults of both. What the file does not show is
 * no difference: one column fits any delimiter, and ASCII fits any encoding.
 */
function readingDifferences({ data, params }: SourceConnection, plan: DataflowPlan): string[] {
	const { found } = plan;
	const { compressionType: compression } = readingOf(plan.source.data);
	const { columnDelimiter, encoding, compressionType } = readingOf(data);
	const isDelimited = found.columnDelimiter !== null;
	const { type, recursive } = plan.source.params;
	const isRecursive = isTrue(params?.recursive);
	const isOther = type === 'folder' && isRecursive !== Boolean(recursive);
	return [
		...(isDelimited && found.isDelimiterKnown && columnDelimiter !== found.columnDelimiter
			? [
					`its columnDelimiter is ${shownDelimiter(columnDelimiter)}, not ${shownDelimiter(found.columnDelimiter)}`,
				]
			: []),
		...(isDelimited && found.isEncodingKnown && encoding !== found.encoding?.toUpperCase()
			? [`its encoding is ${encoding}, not ${found.encoding}`]
			: []),
		...(compressionType !== compression
			? [`its compressionType is ${compressionType || 'not set'}, not ${compression || 'none'}`]
			: []),
		...(isOther
			? [isRecursive ? 'it also reads subfolders (Recursive)' : 'it does not read subfolders']
			: []),
	];
}

function shownDelimiter(delimiter: string | null): string {
	return delimiter === '\t' ? '\\t' : String(delimiter);
}

/** `add /options` would replace the whole object, so each member is written by itself (contract.md, dataflows). */
function optionsPatch({ options: stored }: Dataflow, { options }: DataflowPlan): PatchOperation[] {
	if (!stored) return [{ op: 'add', path: '/options', value: { ...options } }];
	return Object.entries(options)
		.filter(([name, value]) => value !== undefined && stored[name] !== value)
		.map(([name, value]) => ({ op: 'add', path: `/options/${name}`, value }));
}
