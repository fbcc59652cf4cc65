import type { NodeEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { withParameters } from '../../../local/tryOut';
import { ADOBE_NODE } from '../../support/n8n/adobeNode';

/** A copy of a workflow under another ID, with parameters of some nodes changed. */
export function variant(
	workflow: WorkflowEntry,
	id: string,
	changes: Record<string, Record<string, unknown>>,
): WorkflowEntry {
	return { ...withParameters(workflow, changes), id, name: id };
}

/** A copy whose Adobe nodes use another credential. */
export function withCredential(
	workflow: WorkflowEntry,
	{ id, name }: { id: string; name: string },
): WorkflowEntry {
	const nodes = workflow.nodes.map(
		(node): NodeEntry =>
			node.type === ADOBE_NODE
				? { ...node, credentials: { adobeExperiencePlatformApi: { id, name } } }
				: node,
	);
	return { ...workflow, nodes };
}
