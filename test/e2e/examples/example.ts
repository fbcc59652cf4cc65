import type { WorkflowEntry } from '../../../local/n8n/entries';
import type { Execution } from '../../../local/n8n/runData';
import type { Lab, RunningLab } from '../support/lab';
import { findLeaks } from '../../support/leaks';

/** An example with what its test imports and checks. All examples share one n8n, because each start of it is slow. */
export interface ExampleTest {
	/** the workflows to import: the example as it is, and where it has two ways, variants that go the other way */
	workflows(lab: Lab): WorkflowEntry[];
	/** registers the tests; the lab is there once they run */
	tests(lab: () => RunningLab): void;
}

/** Runs a workflow, and makes sure that nothing of the secrets in the credential shows anywhere in the execution. */
export async function run(lab: RunningLab, workflowId: string): Promise<Execution> {
	return withoutSecrets(lab, await lab.editor.runWorkflow(workflowId));
}

/** The same execution, after a look for the secrets of the credential in it. */
export function withoutSecrets({ adobe }: Lab, execution: Execution): Execution {
	const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
	const secrets = [clientSecret, s3AccessKey, s3SecretKey, s3SessionToken];
	expect(findLeaks({ execution: JSON.stringify(execution) }, secrets)).toEqual([]);
	return execution;
}

/** The names of the nodes that ran. */
export function nodesRun({ data }: Execution): string[] {
	return Object.keys(data.resultData.runData);
}

/** How often a node ran. */
export function runsOf({ data }: Execution, node: string): number {
	return data.resultData.runData[node]?.length ?? 0;
}

/** A copy of a workflow under another ID, in which a Set node gives some of its fields other values. */
export function withSettings(
	workflow: WorkflowEntry,
	id: string,
	values: Record<string, unknown>,
	node = 'Settings',
): WorkflowEntry {
	const copy = structuredClone(workflow);
	const { assignments } = copy.nodes.find(({ name }) => name === node)?.parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	for (const field of assignments) {
		if (field.name in values) field.value = values[field.name];
	}
	return { ...copy, id, name: id };
}
