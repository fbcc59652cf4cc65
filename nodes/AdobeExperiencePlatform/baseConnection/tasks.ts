import { epochMilliseconds } from '../adobe/json';
import { Refusal, asFailure, Failure } from '../adobe/errors/failure';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { type ConnectionDraft, BASE_CONNECTION, testConnection } from './connection';
import { ownExpiration, secretsIn } from './sources/source';
import type { ApiClient } from '../adobe/apiClient';
import type { Written } from '../adobe/entity/kind';
import type { ItemParameters } from '../node/itemParameters';
import { type Task, etagTask, inReadingOrder } from '../node/operation';
import { roleOutput } from './create';
import { draftHints, readDraft } from './sourceInput';
import { updateConnection, type ConnectionUpdate } from './update';
import { whyUnreadable } from './explore';

export const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new credentials expire: a date or epoch seconds. Returned as expiresAt. Adobe does not store it.',
};

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update. If the test fails, the item fails, but the update stays.',
};

const SOON_MINUTES = 30;

/**
 * When credentials expire: an ISO date (XML responses of AWS STS, AWS tools), epoch seconds (JSON responses), or
 * a date object of an expression.
 * @returns an ISO date in UTC, or '' for none
 */
export function readExpiration(value: unknown): string {
	const given = typeof value === 'string' ? value.trim() : value;
	if (given === undefined || given === null || given === '') return '';
	const date = new Date(timeOf(given));
	if (Number.isNaN(date.getTime())) {
		throw new Refusal(
			'Expiration is not a date',
			'Use the value that came with the credentials, such as Expiration of AWS STS: a date like 2030-01-31T12:00:00Z, or epoch seconds.',
		);
	}
	return date.toISOString();
}

function timeOf(value: unknown): number {
	const number =
		typeof value === 'string' && !/^\d+(\.\d+)?(e\+?\d+)?$/i.test(value) ? NaN : Number(value);
	if (Number.isNaN(number)) return Date.parse(String(value));
	return epochMilliseconds(number);
}

/** @param now epoch milliseconds */
export function expirationHints(expiresAt: string, now: number): string[] {
	if (expiresAt === '') return [];
	const minutes = Math.floor((Date.parse(expiresAt) - now) / 60_000);
	if (minutes < 0) return [`The new credentials expired at ${expiresAt}. Get new ones first.`];
	if (minutes >= SOON_MINUTES) return [];
	return [
		`The new credentials expire in ${minutes} minutes, at ${expiresAt}. A dataflow that runs longer will fail. Request a longer duration, or update more often.`,
	];
}

/** A task for one connection without further parameters. */
export function connectionTask(
	parameters: ItemParameters,
	run: (client: ApiClient, id: string) => Promise<IDataObject>,
): Task {
	const id = parameters.id('connectionId', 'connection');
	return {
		settings: parameters.settings(),
		run: async (client) => [await run(client, id)],
	};
}

/**
 * A task that creates a whole connection. Tasks of one name run one after another. This distinguishes an unclear
 * create from another item's, and lets an upsert find what an earlier item created.
 */
export function draftTask<T extends Written>(
	parameters: ItemParameters,
	write: (client: ApiClient, draft: ConnectionDraft) => Promise<T>,
	updatedOf: (draft: ConnectionDraft, written: T) => { updated?: string[] },
): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	const expiresAt = ownExpiration(draft.method, draft.credentials);
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsIn(draft.method, draft.credentials),
		hints: [...draftHints(draft), ...expirationHints(expiresAt, Date.now())],
		async run(client, session) {
			const written = await write(client, draft);
			const role = await roleOutput(client, session, draft, settings);
			const updated = updatedOf(draft, written);
			const output = { ...written, ...updated, ...(expiresAt && { expiresAt }), ...role };
			return [inReadingOrder(output)];
		},
	};
}

/**
 * A task that changes one connection by a patch. Without the user's etag, the etags of many items are read
 * together.
 * @param whatToCheck advice if the test after the update fails
 */
export function updateTask(
	parameters: ItemParameters,
	update: ConnectionUpdate,
	whatToCheck: string,
	{ output, ...more }: Pick<Task, 'secrets' | 'hints'> & { output: IDataObject },
): Task {
	const id = parameters.id('connectionId', 'connection');
	const isTested = parameters.flagOption('testAfterUpdate');
	const task = etagTask(parameters, BASE_CONNECTION, id, async (client, etag, etags) => {
		const written = await updateConnection(client, id, update, etag, etags);
		const test = isTested ? await testOutput(client, written, whatToCheck) : {};
		return inReadingOrder({ ...written, ...output, updated: update.patch.updated, ...test });
	});
	return { ...more, ...task };
}

/** Advice if the test after the update fails. */
export const NEW_CREDENTIALS =
	'Check that the new credentials belong together, have not expired, and may read the files.';

/**
 * Tests a connection after an update, since a PATCH checks nothing (contract.md (e)).
 * @throws Failure with the new etag if the test fails or gets no response. The update stays
 */
async function testOutput(
	client: ApiClient,
	{ id, etag }: Written,
	check: string,
): Promise<IDataObject> {
	const stands = `The update was written: the new etag of connection ${id} is ${etag ?? 'not shown'}.`;
	const result = await testConnection(client, id).catch(asFailure);
	if (result instanceof Failure) throw result.with(stands);
	if (result) return { testResult: true };
	const { reason, whatToDo, isOfKeys } = await whyUnreadable(client, id, undefined);
	throw new Failure(
		'The connection test failed after the update',
		`${reason}. ${isOfKeys ? check : whatToDo} ${stands}`,
	);
}
