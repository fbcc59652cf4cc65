/** An item as nodes pass it on. */
export interface Item {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	error?: unknown;
}

/** What n8n says about something that went wrong. */
export interface RunError {
	name?: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	[more: string]: unknown;
}

/** One run of one node. */
export interface NodeRun {
	executionStatus: string;
	executionTime: number;
	data?: { main?: Array<Item[] | null> };
	error?: RunError;
	hints?: Array<{ message: string }>;
	[more: string]: unknown;
}

/** One execution of a workflow, as n8n tells or stores it. */
export interface Execution {
	/** known for stored executions */
	id?: string;
	workflowId?: string;
	status: string;
	mode: string;
	data: {
		resultData: {
			error?: RunError;
			lastNodeExecuted?: string;
			runData: Record<string, NodeRun[]>;
		};
	};
}

/** The items that a node put out on its first output, in its last run. */
export function itemsOf(execution: Execution, node: string): Item[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs[runs.length - 1]?.data?.main?.[0] ?? [];
}

/** The error of a node, or of the execution where no node is named. */
export function errorOf(execution: Execution, node?: string): RunError | undefined {
	const { error, runData } = execution.data.resultData;
	if (node === undefined) return error;
	const runs = runData[node] ?? [];
	return runs[runs.length - 1]?.error;
}

/**
 * Finds the execution in what `n8n execute --rawOutput` printed. Log lines stand around it, raw output or not; the
 * execution is the only thing that begins and ends with a brace in the first column.
 */
export function readRawOutput(stdout: string): Execution | undefined {
	const [json] = /^\{\r?\n[\s\S]*?^\}/m.exec(stdout) ?? [];
	return json === undefined ? undefined : (JSON.parse(json) as Execution);
}
