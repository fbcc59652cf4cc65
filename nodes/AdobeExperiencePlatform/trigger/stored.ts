import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { readMemory, toStore, type RunMemory } from './runMemory';

/** What n8n keeps for the node from poll to poll. */
interface NodeData extends IDataObject {
	memory?: RunMemory & IDataObject;
}

/** Memories of first polls in what n8n keeps for the whole workflow, by the name of the node: a copied node keeps its ID. */
const FIRST = 'adobeExperiencePlatformTrigger';

/** Members of n8n's context that only newer versions have. */
type NewerContext = IPollFunctions & { getPollBudgetMs?(): number };

/**
 * How far triggers have read that had nothing to report since, by the key of the trigger. n8n stores a memory
 * only with items, and its durable scheduler reads the stored one for each poll.
 */
const progress = new Map<string, RunMemory>();
const MOST_PROGRESS = 500;

/** What n8n gives a poll; undefined if it does not say. Milliseconds. */
export function budgetOf(context: IPollFunctions): number | undefined {
	const given = (context as NewerContext).getPollBudgetMs?.();
	return given !== undefined && given > 0 ? given : undefined;
}

/** A mark that no other memory has. */
export function newRevision(): string {
	return `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** When a mark was made. */
function timeOf(revision = ''): number {
	return Number.parseInt(revision, 10) || 0;
}

/** The memory of one trigger, where n8n keeps it. */
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

	/** @returns undefined if there is none, or one of something else */
	read(): RunMemory | undefined {
		const stored = readMemory(this.data.memory, this.watched, this.formerly) ?? this.readHandedOn();
		const known = progress.get(this.key);
		const isFurther = known?.watched === this.watched && known.revision === stored?.revision;
		return isFurther ? known : stored;
	}

	/**
	 * Keeps the first memory of an activation. n8n's durable cursors drop what a poll at activation leaves
	 * in the node's data, but store the workflow's: the first scheduled poll finds it there.
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

	/** A node that was renamed twice finds one of long ago: its own memory is newer, whatever that belongs to. */
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
