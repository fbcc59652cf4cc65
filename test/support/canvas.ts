import type { NodeEntry } from '../../local/n8n/entries';

/** What something covers on n8n's canvas, in its own units. */
export interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** A node with its label of two lines and its subtitle, as measured in the editor of n8n 2.41. */
const NODE = { before: 48, width: 192, height: 163 };
/** The round ones below an agent, smaller and with the same label. */
const SUB_NODE = { before: 40, width: 160, height: 147 };
/** Four ways out make it higher. */
const SWITCH = { before: 48, width: 192, height: 227 };
const AGENT = { before: 0, width: 224, height: 124 };

function sizeOf({ type, parameters }: NodeEntry, isSubNode: boolean): typeof NODE {
	if (type.endsWith('.stickyNote')) {
		return { before: 0, width: Number(parameters.width), height: Number(parameters.height) };
	}
	if (type.endsWith('.agent')) return AGENT;
	if (type.endsWith('.switch')) return SWITCH;
	return isSubNode ? SUB_NODE : NODE;
}

/** Where a node is; sub-nodes are those that hang on an agent. */
export function boxOf(node: NodeEntry, isSubNode: boolean): Box {
	const [x, y] = node.position;
	const { before, width, height } = sizeOf(node, isSubNode);
	const left = x - before;
	return { name: node.name, left, top: y, right: left + width, bottom: y + height };
}

/** Pairs of boxes that cover each other. */
export function overlaps(boxes: Box[]): string[] {
	return boxes.flatMap((one, at) =>
		boxes
			.slice(at + 1)
			.filter(
				(other) =>
					one.left < other.right &&
					other.left < one.right &&
					one.top < other.bottom &&
					other.top < one.bottom,
			)
			.map((other) => `${one.name} and ${other.name}`),
	);
}
