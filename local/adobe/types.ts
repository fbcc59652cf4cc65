/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the local Adobe is a development tool and never part of the published package */
import type { IncomingHttpHeaders } from 'node:http';

/** A JSON object whose members are not known beforehand. */
export type Json = Record<string, unknown>;

/** What a user of the local Adobe types into the credential form. All values are made up. */
export interface DemoCredentials {
	organizationId: string;
	clientId: string;
	clientSecret: string;
	scopes: string;
	sandboxName: string;
	s3AccessKey: string;
	s3SecretKey: string;
	s3SessionToken: string;
}

/** One set of Amazon S3 keys that counts as valid, as AWS would see it. */
export interface KeySet {
	accessKey: string;
	secretKey: string;
	sessionToken?: string;
	/** epoch milliseconds; without it the set never ends */
	expiresAt?: number;
}

/** One request as it arrived, in order. */
export interface JournalEntry {
	/** epoch milliseconds of arrival */
	at: number;
	method: string;
	/** without the query */
	path: string;
	/** raw query string, without `?` */
	query: string;
	headers: IncomingHttpHeaders;
	/** parsed JSON or form, the raw text when it could not be parsed, `undefined` without a body */
	body: unknown;
	/** 0 while the answer is still outstanding */
	status: number | 'reset';
	/** name of the injected fault */
	fault?: string;
	/** whether the service itself carried the request out with success, whatever the caller was told */
	applied: boolean;
}

/** Members that every stored thing of Flow Service has (contract.md (c), item fields). */
export interface Entity {
	id: string;
	/** epoch milliseconds */
	createdAt: number;
	/** epoch milliseconds */
	updatedAt: number;
	createdBy: string;
	updatedBy: string;
	createdClient: string;
	updatedClient: string;
	sandboxId: string;
	sandboxName: string;
	imsOrgId: string;
	name?: string;
	description?: string;
	state: string;
	/** equals `etag`, quotes included */
	version: string;
	etag: string;
}

/** A connection specification as a connection refers to it. */
export interface SpecInfo {
	id: string;
	version: string;
}

/** A base connection, unmasked and whole. */
export interface StoredConnection extends Entity {
	name: string;
	connectionSpec: SpecInfo;
	auth?: { specName: string; params: Json };
}

/** The newest change of an entity. Those of a dataflow are carried out after the answer (contract.md (g)). */
export interface LastOperation {
	/** epoch milliseconds */
	started: number;
	/** epoch milliseconds; stays 0 after a creation */
	updated: number;
	operation: string;
	percentCompleted?: number;
	status?: { value: 'inProgress' | 'completed' | 'failed'; errors: Json[] };
	/** the JSON Patch operations of an update */
	ops?: unknown;
}

/** Where data comes from: a path below a base connection (contract.md (g)). */
export interface SourceConnection extends Entity {
	/** not there for a source without credentials, the landing zone */
	baseConnectionId?: string;
	lastOperation?: LastOperation;
	connectionSpec: SpecInfo;
	data: Json;
	params: Json;
}

/** Where data goes: a dataset of the data lake (contract.md (g)). */
export interface TargetConnection extends Entity {
	lastOperation?: LastOperation;
	connectionSpec: SpecInfo;
	data: Json;
	params: Json;
}

/** A dataflow (contract.md (g)). */
export interface Flow extends Entity {
	flowSpec: SpecInfo;
	sourceConnectionIds: string[];
	targetConnectionIds: string[];
	transformations: unknown[];
	scheduleParams?: Json;
	options?: Json;
	labels?: unknown;
	lastOperation: LastOperation;
	lastRunDetails?: { id: string; state: string; startedAtUTC: number; completedAtUTC: number };
	/** a flow that brings nothing in; never shown */
	foreign?: 'destination' | 'internal';
}

/** One execution of a dataflow (contract.md (g)). */
export interface Run extends Entity {
	flowId: string;
	flowSpec: SpecInfo;
	providerRefId: string;
	/** files last modified within it are read; epoch milliseconds */
	window: { start: number; end: number };
	/** it is neither found nor listed before; epoch milliseconds */
	visibleFrom: number;
	/** whether it ended well and wrote no record */
	wroteNothing?: boolean;
	/** members that only runs of other flows have */
	foreignParts?: Json;
	metrics: Json;
	activities: Json[];
}

/** A sandbox that the demo organisation has. */
export interface Sandbox {
	id: string;
	name: string;
	title: string;
	type: 'production' | 'development';
}

/** Whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
