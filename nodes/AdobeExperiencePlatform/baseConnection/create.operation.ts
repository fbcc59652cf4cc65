import type { ApiClient } from '../adobe/apiClient';
import { createOnce, type Creation, createLocked } from '../adobe/entity/create';
import { type Written, FLOW_SERVICE } from '../adobe/entity/kind';
import { modify } from '../adobe/entity/modify';
import {
	BASE_CONNECTION,
	connectionBody,
	connectionsOf,
	looksLike,
	type Connection,
	type ConnectionDraft,
} from './connection';
import { draftPatch, requireMethod } from './update';
import { upsertByName, type Upserted } from '../adobe/entity/upsert';
import { asRecord } from '../adobe/json';
import {
	type AuthMethod,
	type Source,
	ownExpiration,
	secretsIn,
	type Params,
} from './sources/source';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asFailure, Refusal } from '../adobe/errors/failure';
import type { ItemParameters } from '../node/itemParameters';
import { type Operation, type Task, updatedOutput, inReadingOrder } from '../node/operation';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { wholeConnectionFields } from './sourceFields';
import {
	expirationHints,
	readMethod,
	readGiven,
	refuseIncomplete,
	emptyMessage,
	readParams,
	paramHints,
} from './sourceInput';
import { withoutAddresses } from './sources/bucket';
import { asText } from '../node/values';

const draftProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Orders landing zone',
		description: 'Name of the connection in Experience Platform',
	},
	...wholeConnectionFields(),
	optionsField(concurrencyOption),
];

export const create: Operation = {
	label: 'Create',
	action: 'Create a base connection',
	description:
		'Create a new base connection for Amazon S3 or another source, even if the name exists already',
	properties: draftProperties,
	prepare: (parameters) =>
		draftTask(parameters, async (client, draft) => ({
			...(await createConnection(client, draft)),
			...updatedOutput(parameters, draftFields(draft)),
		})),
};

export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Connect a source (create or update a base connection)',
	description: 'Update the base connection with this name, or create it',
	properties: draftProperties,
	prepare: (parameters) =>
		draftTask(parameters, async (client, draft) => {
			const written = await upsertConnection(client, draft);
			const { created } = written;
			const updated = created ? draftFields(draft) : draftPatch(draft).updated;
			return { ...written, ...updatedOutput(parameters, updated, created) };
		}),
};

/**
 * A task that creates a whole connection. Tasks of one name run one after another. This distinguishes an unclear
 * create from another item's, and lets an upsert find what an earlier item created.
 */
function draftTask(
	parameters: ItemParameters,
	write: (client: ApiClient, draft: ConnectionDraft) => Promise<IDataObject & Written>,
): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	const expiresAt = ownExpiration(draft.method, draft.credentials);
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsIn(draft.method, draft.credentials),
		hints: [...draftHints(draft), ...expirationHints(expiresAt)],
		async run(client) {
			const written = await write(client, draft);
			const role = await roleOutput(client, draft);
			return [inReadingOrder({ ...written, ...(expiresAt && { expiresAt }), ...role })];
		},
	};
}

function readDraft(parameters: ItemParameters): ConnectionDraft {
	const name = parameters.name('connection');
	const { source, method } = readMethod(parameters);
	const additional = parameters.members('additionalFields');
	const settings = readSettings(parameters, method, additional);
	const given = readGiven(parameters, source, method);
	refuseIncomplete(method, given, false);
	const problem = method.problem?.({ ...given.params, ...settings });
	if (problem) throw new Refusal(problem.message, problem.description);
	return {
		name,
		description: asText(additional.description, 'description'),
		source,
		method,
		credentials: given.params,
		settings,
	};
}

function readSettings(
	parameters: ItemParameters,
	{ settings }: AuthMethod,
	additional: Record<string, unknown>,
): Params {
	const required = settings.filter(({ isRequired }) => isRequired);
	const given = required.map(({ name, label }) => [name, parameters.text(name, label)] as const);
	const missing = required.filter((_param, index) => given[index]?.[1] === '');
	if (missing.length > 0) {
		throw new Refusal(
			emptyMessage(missing),
			`Fill it in: ${missing.map(({ description }) => description).join('; ')}.`,
		);
	}
	const values = { ...additional, ...Object.fromEntries(given) };
	const hasBucket = settings.some(({ name }) => name === 'bucketName');
	const read = readParams(settings, hasBucket ? withoutAddresses(values, true) : values);
	for (const { name, label, neededFor } of settings) {
		if (neededFor !== undefined && read[name] === undefined) {
			throw new Refusal(`${label} is empty`, neededFor);
		}
	}
	return read;
}

function draftHints({ method, credentials, settings }: ConnectionDraft): string[] {
	const warning = method.hint?.(credentials);
	return [
		...paramHints(method.settings, settings),
		...paramHints(method.credentials, credentials),
		...(warning ? [`${warning.message}. ${warning.description}`] : []),
	];
}

/** Names of the parameters that a create writes. */
function draftFields({ description, credentials, settings }: ConnectionDraft): string[] {
	return [
		'name',
		...(description ? ['description'] : []),
		...Object.keys({ ...credentials, ...settings }),
	];
}

export async function createConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Written> {
	return await createOnce(client, creationOf(client, draft));
}

/**
 * Creates the connection of this name and source, or updates it. Optional fields left empty stay as they are.
 * Credentials are replaced as a whole, so a key pair without a session token removes a stored one.
 * @throws Failure with the IDs if several connections have the name
 */
export async function upsertConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Upserted> {
	return await upsertByName<Connection, Written>(client, {
		kind: connectionsOf(draft.source),
		name: draft.name,
		create: async () => await createLocked(client, { ...creationOf(client, draft), isOnly: true }),
		async update(existing) {
			requireMethod(
				existing,
				draft.source,
				draft.method,
				'Choose that one, or give the connection another name.',
			);
			return await updateToDraft(client, existing, draft);
		},
	});
}

/**
 * Secrets are not visible, so a connection that is found after a lost response gets the secrets of the draft.
 * They are right afterwards, whoever created it.
 */
function creationOf(client: ApiClient, draft: ConnectionDraft): Creation<Connection> {
	return {
		kind: connectionsOf(draft.source),
		name: draft.name,
		body: connectionBody(draft),
		looksLike: (found) => looksLike(found, draft),
		useFound: async (found) => await updateToDraft(client, found, draft),
	};
}

async function updateToDraft(
	client: ApiClient,
	existing: Connection,
	draft: ConnectionDraft,
): Promise<Written> {
	const { operations } = draftPatch(draft);
	if (operations.length === 0) return { id: existing.id, etag: existing.etag, name: draft.name };
	return await modify(client, BASE_CONNECTION, existing, () => operations);
}

/**
 * The role for the policy of the storage, as an output field. The connection exists by then, so a failure to
 * read the role is ignored.
 */
async function roleOutput(
	client: ApiClient,
	{ source, method: { role } }: ConnectionDraft,
): Promise<IDataObject> {
	if (!role) return {};
	const named = await client
		.readOnce(
			['role', source.value, role.authType],
			async () => await readRole(client, source, role),
		)
		.catch(asFailure);
	return typeof named === 'string' ? { [role.output]: named } : {};
}

/**
 * The role that Experience Platform uses to read a storage of this source. The storage's policy must name it
 * (contract.md (d)).
 * @returns undefined if the service does not name one
 */
export async function readRole(
	client: ApiClient,
	{ specId }: Source,
	{ authType, configParam }: NonNullable<AuthMethod['role']>,
): Promise<string | undefined> {
	const body = await client.read({
		method: 'GET',
		path: `${FLOW_SERVICE}/connectionSpecs/${specId}/configs`,
		query: [['authType', authType]],
		noun: 'source',
	});
	return roleIn(body, configParam);
}

/** The service returns its parameters as an object, in a list, or in the items of one. */
function roleIn(answer: unknown, name: string): string | undefined {
	const entries = [answer, asRecord(answer).items].flat().map(asRecord);
	const params = entries.flatMap((entry) => [entry, entry.configParams].flat()).map(asRecord);
	const values = params.map((one) => (one.name === name ? one.value : one[name]));
	return values.find((value): value is string => typeof value === 'string');
}
