import type { IDataObject } from 'n8n-workflow';
import { byIds, type Query } from '../adobe/entity/kind';
import { firstPage, LARGEST_PAGE, listPages } from '../adobe/entity/read';
import { Failure } from '../adobe/errors/failure';
import { DATAFLOW, type Dataflow, isIngestion } from '../dataflow/dataflow';
import { isOnlyLoad, silentFrom } from '../dataflow/health';
import { explainRuns } from '../run/explain';
import {
	ingestionRuns,
	newestRuns,
	runOutput,
	runPages,
	runsById,
	type RunOutput,
} from '../run/read';
import { time } from '../run/metrics';
import {
	createdAt,
	endOf,
	hasWritten,
	isSuccessful,
	runStatus,
	statusOf,
	type RawRun,
} from '../run/run';
import { asRecord } from '../adobe/json';
import { itemOfFlow, unlessCancelled, type WatchEvent, type Watch } from './events';
import { emptyFlowMemory, FlowNotes } from './flowMemory';
import { hasTime, type Asking } from './pollReading';

/** How many dataflows are read at the same time. */
const AT_ONCE = 10;

/** Watches dataflows in one poll, with at most one list of them. */
export class FlowWatch {
	/** Dataflows of this poll's list that ingest data, by ID. */
	private readonly flows = new Map<string, Dataflow>();

	readonly notes: FlowNotes;

	constructor(
		private readonly asking: Asking,
		private readonly watch: Watch,
		memory = emptyFlowMemory(asking.client.execution.serviceTime),
	) {
		this.notes = new FlowNotes(memory);
	}

	private get patience(): number {
		return this.watch.patience ?? Infinity;
	}

	private get now(): number {
		return this.asking.client.execution.serviceTime;
	}

	private has(event: WatchEvent): boolean {
		return this.watch.events.includes(event);
	}

	/** Records the state when the trigger is activated. A silence that is already too long counts from now. */
	async begin(): Promise<void> {
		if (!this.has('noData') && !this.has('disabled')) return;
		const { data, disabled } = this.notes;
		const begun = (this.notes.begun = this.now);
		await this.readFlows();
		for (const flow of this.flows.values()) {
			if (flow.state === 'disabled') disabled.add(flow.id);
			else if (data.get(flow.id) === begun) data.set(flow.id, lastSuccess(flow) ?? begun);
		}
		for (const [id, since] of data) if (begun - since > this.patience) data.set(id, begun);
	}

	/**
	 * @param most at most this many items
	 * @param isCaughtUp whether all runs were read; otherwise it is unknown what is missing
	 */
	async report(most: number, isCaughtUp: boolean): Promise<IDataObject[]> {
		const items: IDataObject[] = [];
		const left = () => most - items.length;
		const work = async () => {
			await this.reportRecoveries(items, left);
			if (!isCaughtUp) return;
			const isAnyDue = this.has('noData') && this.notes.isAnyDue(this.patience, this.now);
			if (!this.has('disabled') && !isAnyDue) return;
			await this.readFlows();
			await this.reportDisabled(items, left);
			if (this.has('noData')) await this.reportSilent(items, left);
		};
		await work().catch(unlessCancelled);
		return items;
	}

	private async reportRecoveries(items: IDataObject[], left: () => number): Promise<void> {
		const { notes } = this;
		const found = notes.recoveries();
		if (!this.has('recovered')) {
			for (const one of found) notes.close(one);
			return;
		}
		const some = found.slice(0, left());
		if (some.length === 0) return;
		const outputs = await this.outputsOf(some.map(({ run }) => run.id));
		for (const one of some) {
			const { since, run } = one;
			// A run that is missing in this response is reported by a later poll.
			if (!outputs.has(run.id)) continue;
			notes.close(one);
			const output = outputs.get(run.id);
			if (output) items.push(itemOfFlow('recovered', since, run.endedAt, output));
		}
	}

	/**
	 * Outputs by the ID of the run; undefined for dataflows that are not watched. Runs that are missing in the
	 * response have no entry.
	 */
	private async outputsOf(ids: readonly string[]): Promise<Map<string, RunOutput | undefined>> {
		const { client } = this.asking;
		const { read } = this.notes;
		const missing = ids.filter((id) => !read.has(id));
		const runs = ids.flatMap((id) => read.get(id) ?? []);
		if (missing.length > 0) runs.push(...(await runsById(client, missing)));
		const shown = this.watch.dataflowId ? runs : await ingestionRuns(client, runs);
		const outputs = new Map<string, RunOutput | undefined>(runs.map(({ id }) => [id, undefined]));
		for (const output of await explainRuns(client, shown)) outputs.set(output.id, output);
		return outputs;
	}

	/** Reads the list of dataflows, or the rest of it. The next poll continues what there is no time for. */
	private async readFlows(): Promise<void> {
		const { client } = this.asking;
		const { notes, watch } = this;
		const first = firstPage(DATAFLOW, watch.dataflowId ? [byIds([watch.dataflowId])] : []);
		const began = this.now;
		const read = async (start: Query) => {
			const isWhole = start === first;
			for await (const { entities, next } of listPages<Dataflow>(client, DATAFLOW, start, first)) {
				for (const flow of entities) this.see(flow);
				notes.next = next;
				if (!next) {
					notes.listed = began;
					if (isWhole) {
						notes.forgetAbsent(new Set(this.flows.keys()), this.patience, began);
					}
				}
				if (!hasTime(this.asking)) return;
			}
		};
		const start = notes.next ?? first;
		await read(start).catch(async (error: unknown) => {
			// The token of a page may have expired.
			const isRefused = error instanceof Failure && start !== first;
			await (isRefused ? read(first) : unlessCancelled(error));
		});
	}

	private see(flow: Dataflow): void {
		const { notes, watch } = this;
		if (!watch.dataflowId && !isIngestion(flow)) {
			notes.data.delete(flow.id);
			return;
		}
		this.flows.set(flow.id, flow);
		if (isEnabled(flow)) {
			const wasDisabled = notes.disabled.delete(flow.id);
			// A disabled dataflow cannot receive data, so its silence starts again.
			if (wasDisabled) notes.noteData(flow.id, this.enabledAt(flow));
		}
		if (flow.state === 'draft') notes.noteData(flow.id, this.now);
		if (!notes.data.has(flow.id)) {
			notes.noteData(flow.id, Math.max(silentFrom(flow), notes.begun));
		}
	}

	/** It was disabled in the last list, so it was enabled after that. */
	private enabledAt({ updatedAt = 0 }: Dataflow): number {
		return updatedAt > this.notes.listed ? Math.min(updatedAt, this.now) : this.now;
	}

	private async reportDisabled(items: IDataObject[], left: () => number): Promise<void> {
		const { notes } = this;
		for (const flow of this.flows.values()) {
			if (flow.state !== 'disabled' || notes.disabled.has(flow.id)) continue;
			const changed = flow.updatedAt ?? this.now;
			if (this.has('disabled') && changed >= notes.begun) {
				if (left() <= 0) return;
				items.push(await this.disabledItem(flow));
			}
			notes.disabled.add(flow.id);
		}
	}

	private async disabledItem(flow: Dataflow): Promise<IDataObject> {
		const since = flow.updatedAt ?? this.now;
		const [last] = await newestRuns(this.asking.client, flow.id, 1);
		return itemOfFlow('disabled', since, this.now, await this.columnsOf(flow, last));
	}

	private async reportSilent(items: IDataObject[], left: () => number): Promise<void> {
		const { notes, now, patience } = this;
		const isSilent = (flow: Dataflow) =>
			isEnabled(flow) &&
			!notes.isSilent(flow.id) &&
			now - (notes.data.get(flow.id) ?? now) > patience;
		const since = ({ id }: Dataflow) => notes.data.get(id) ?? 0;
		const silent = [...this.flows.values()].filter(isSilent).sort((a, b) => since(a) - since(b));
		while (silent.length > 0 && left() > 0) {
			const some = silent.splice(0, Math.min(AT_ONCE, left()));
			// Dataflows that were checked before the poll's time ended are remembered as reported, so they must be
			// returned.
			const looks = await Promise.allSettled(some.map(async (flow) => await this.silence(flow)));
			for (const look of looks) if (look.status === 'fulfilled') items.push(...look.value);
			const failed = looks.find(({ status }) => status === 'rejected');
			if (failed) throw (failed as PromiseRejectedResult).reason as Error;
		}
	}

	/** Reads the runs of a dataflow before it is reported, since a list may leave one out. */
	private async silence(flow: Dataflow): Promise<IDataObject[]> {
		const { notes, now, patience } = this;
		const runs = await newestRuns(this.asking.client, flow.id, LARGEST_PAGE);
		const written = runs.find(hasWritten);
		const counted = notes.data.get(flow.id) ?? now;
		const last = written && endOf(written);
		if (last !== undefined) notes.noteData(flow.id, last);
		if (now - Math.max(last ?? 0, counted) <= patience) return [];
		if (isOnlyLoad(flow, runs)) {
			notes.noteData(flow.id, now);
			return [];
		}
		const columns = await this.columnsOf(flow, runs[0]);
		const since = last ?? (runs.length < LARGEST_PAGE ? silentFrom(flow) || counted : counted);
		notes.openSilence(flow.id, since);
		return [itemOfFlow('noData', since, now, columns)];
	}

	private async columnsOf(flow: Dataflow, run: RawRun | undefined): Promise<IDataObject> {
		if (!run) return neverRan(flow);
		const { client } = this.asking;
		const [output] = await explainRuns(client, [run]);
		return output as RunOutput;
	}

	/** An example for the editor: a run that succeeded, a matching dataflow, or any. */
	async example(): Promise<IDataObject | undefined> {
		const recovered = this.has('recovered') ? await this.newestSuccess() : undefined;
		if (recovered) {
			const [output] = await explainRuns(this.asking.client, [recovered]);
			const [since, until] = [createdAt(recovered), endOf(recovered)];
			return itemOfFlow('recovered', since, until, output as RunOutput);
		}
		await this.readFlows();
		const flows = [...this.flows.values()];
		const disabled = flows.find(({ state }) => state === 'disabled');
		if (this.has('disabled') && disabled) return await this.disabledItem(disabled);
		const [flow] = flows.filter(({ state }) => state !== 'disabled');
		if (!this.has('noData') || !flow) return undefined;
		const runs = await newestRuns(this.asking.client, flow.id, LARGEST_PAGE);
		const written = runs.find(hasWritten);
		const since = written ? endOf(written) : silentFrom(flow);
		return itemOfFlow('noData', since, this.now, await this.columnsOf(flow, runs[0]));
	}

	/** Among the newest runs. */
	private async newestSuccess(): Promise<RawRun | undefined> {
		const { client } = this.asking;
		const { dataflowId } = this.watch;
		const page = await runPages(client, dataflowId).next();
		const runs = page.done ? [] : page.value.runs;
		const shown = dataflowId ? runs : await ingestionRuns(client, runs);
		return shown.find((run) => isSuccessful(statusOf(run)));
	}
}

function isEnabled({ state }: Dataflow): boolean {
	return state === undefined || state === 'enabled';
}

/**
 * When the last run of a dataflow succeeded, according to the dataflow. It does not show whether records were
 * written.
 */
function lastSuccess({ lastRunDetails }: Dataflow): number | undefined {
	const { state, completedAtUTC } = asRecord(lastRunDetails);
	return isSuccessful(runStatus(state, null)) ? (time(completedAtUTC) ?? undefined) : undefined;
}

/** The columns of a run for a dataflow that never ran. */
function neverRan(flow: Dataflow): IDataObject {
	const output = runOutput({ id: '', flowId: flow.id }, flow);
	const none = Object.fromEntries(Object.keys(output).map((name) => [name, null]));
	const { dataflowId, dataflowName, baseConnectionId } = output;
	return { ...none, dataflowId, dataflowName, baseConnectionId };
}
