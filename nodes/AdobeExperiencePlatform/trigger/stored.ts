import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { readMemory, type RunMemory } from './runMemory';

/** What n8n stores for the node between polls. */
interface NodeData extends IDataObject {
	memory?: RunMemory & IDataObject;
}

/** The first memories in what n8n stores for the whole workflow, by node name, since a copied node keeps its ID. */
const FIRST = 'adobeExperiencePlatformTrigger';

/** Members of n8n's context that only newer versions have. */
type NewerContext = IPollFunctions & { getPollBudgetMs?(): number };

/**
 * The memories of triggers that had nothing to report since, by the key of the trigger. n8n stores a memory only with
 * items, and its durable scheduler loads the stored one for each poll.
 */
const progress = new Map<string, RunMemory>();
const MOST_PROGRESS = 500;

/** How long n8n lets a poll run, in milliseconds; undefined if n8n does not limit it. */
export function budgetOf(context: IPollFunctions): number | undefined {
	const given = (context as NewerContext).getPollBudgetMs?.();
	return given !== undefined && given > 0 ? given : undefined;
}

/** A unique mark. */
export function newRevision(): string {
	return `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** When a mark was created. */
function timeOf(revision = ''): number {
	return Number.parseInt(revision, 10) || 0;
}

/** The memory of one trigger, as n8n stores it. */
export class Stored {
	private readonly data: NodeData;

	constructor(
		private readonly context: IPollFunctions,
		private readonly key: string,
		readonly watched: string,
		private readonly formerly: string,
	) {
		this.data = context.getWorkflowStaticData('node') as NodeData;
	}

	/** @returns undefined if there is none, or if it belongs to something else */
	read(): RunMemory | undefined {
		const stored = readMemory(this.data.memory, this.watched, this.formerly) ?? this.readHandedOn();
		const known = progress.get(this.key);
		const isFurther = known?.watched === this.watched && known.revision === stored?.revision;
		return isFurther ? known : stored;
	}

	/**
	 * Stores the first memory after an activation. n8n's durable cursors discard what this poll leaves in the node's
	 * data, but keep the data of the workflow, where the first scheduled poll finds it.
	 */
	begin(memory: RunMemory): void {
		this.keep(memory);
		if (budgetOf(this.context) === undefined) return;
		const shared = this.context.getWorkflowStaticData('global');
		shared[FIRST] = { ...this.handedOn, [this.context.getNode().name]: toStore(memory) };
	}

	/** @param hasItems whether runs are reported with it */
	write(memory: RunMemory, hasItems: boolean): void {
		if (hasItems) {
			this.data.memory = toStore(memory);
			progress.delete(this.key);
		} else {
			this.keep(memory);
		}
	}

	private keep(memory: RunMemory): void {
		this.data.memory = toStore(memory);
		if (progress.size >= MOST_PROGRESS) progress.clear();
		progress.set(this.key, memory);
	}

	/**
	 * A node that was renamed twice would find an old memory here. Its own memory is newer, whatever it belongs to.
	 */
	private readHandedOn(): RunMemory | undefined {
		const handed = readMemory(this.handedOn[this.context.getNode().name], this.watched);
		const isNewer = timeOf(handed?.revision) >= timeOf(this.data.memory?.revision);
		return isNewer ? handed : undefined;
	}

	private get handedOn(): IDataObject {
		if (budgetOf(this.context) === undefined) return {};
		const { [FIRST]: handed } = this.context.getWorkflowStaticData('global');
		return (handed ?? {}) as IDataObject;
	}
}

export function toStore(memory: RunMemory): RunMemory & IDataObject {
	return memory as RunMemory & IDataObject;
}
