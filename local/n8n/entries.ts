/** A credential as n8n imports it, in clear. */
export interface CredentialEntry {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A node of a workflow. */
export interface NodeEntry {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[more: string]: unknown;
}

/** A workflow as n8n exports and imports it. */
export interface WorkflowEntry {
	id: string;
	name: string;
	nodes: NodeEntry[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[more: string]: unknown;
}
