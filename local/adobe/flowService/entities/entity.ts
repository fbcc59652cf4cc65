import type { Call } from '../../server/call';
import { flowRefusal } from '../../server/errors';
import { type Entity, isObject, type LastOperation } from '../../types';
import type { World } from '../../world';
import { newEtag } from './etags';

/** The members that every new entity gets. */
export function newEntity(world: World, call: Pick<Call, 'sandbox'>, state: string): Entity {
	const now = world.now();
	const etag = newEtag(world.random, world.settings.etagStyle);
	const { clientId, organizationId } = world.demo;
	return {
		id: world.random.uuid(),
		createdAt: now,
		updatedAt: now,
		createdBy: TECHNICAL_ACCOUNT,
		updatedBy: TECHNICAL_ACCOUNT,
		createdClient: clientId,
		updatedClient: clientId,
		sandboxId: call.sandbox.id,
		sandboxName: call.sandbox.name,
		imsOrgId: organizationId,
		state,
		version: etag,
		etag,
	};
}

const TECHNICAL_ACCOUNT = '0FAKE0TECHNICAL0ACCOUNT0@techacct.adobe.com';

/** The operation that made an entity (contract.md (g), Drafts). */
export function creation({ createdAt, state }: Entity): LastOperation {
	return {
		started: createdAt,
		updated: 0,
		operation: state === 'draft' ? 'draft_create' : 'create',
	};
}

/** The same entity after a successful write: new etag, version and time (contract.md (c)). */
export function touched<T extends Entity>(world: World, item: T, by = TECHNICAL_ACCOUNT): T {
	const etag = newEtag(world.random, world.settings.etagStyle);
	return {
		...item,
		updatedAt: Math.max(world.now(), item.updatedAt + 1),
		updatedBy: by,
		version: etag,
		etag,
	};
}

/**
 * The If-Match header of a request.
 * @throws Refusal 1403-400 when it is missing or empty
 */
export function requireIfMatch(call: Call): string {
	const value = call.headers['if-match'];
	if (!value) {
		throw flowRefusal(
			'1403-400',
			"The header 'If-Match' is missing in the request. Please provide the header and try again.",
			{ title: 'Header is missing' },
		);
	}
	return value;
}

/**
 * Compares If-Match with the current etag, character by character: the quotes belong to it, and neither `*` nor a weak
 * etag is documented (contract.md (c)).
 * @throws Refusal 1404-412 in the words of Adobe's destinations specification
 */
export function requireMatch(supplied: string, item: Entity): void {
	if (supplied !== item.etag) {
		throw flowRefusal(
			'1404-412',
			`Supplied version=[${supplied}] does not match the current version on entity=[${item.etag}]`,
			{ title: 'Version not matching' },
		);
	}
}

/**
 * The parsed body of a PATCH.
 * @throws Refusal 1405-400 when there is nothing in it
 */
export function requireBody(call: Call): unknown {
	const { body } = call;
	if (body === undefined || body === null || (Array.isArray(body) && body.length === 0)) {
		throw flowRefusal(
			'1405-400',
			'The request body cannot be null or empty. Please provide a request body and try again.',
		);
	}
	return body;
}

/**
 * Refuses `state` in a create request; the service sets it.
 * @throws Refusal 1410-400
 */
export function requireNoState(call: Call): void {
	if (isObject(call.body) && 'state' in call.body) {
		throw flowRefusal('1410-400', '`State` is not allowed in the create flow request.');
	}
}
