import { applyPatch, JsonPatchError, type Operation } from 'fast-json-patch';

import type { Refusal } from '../../server/answers';
import { flowRefusal } from '../../server/errors';
import { isObject, type Json } from '../../types';

const OPERATIONS = ['add', 'replace', 'remove'];

/** Which members of an entity a PATCH may touch. */
export interface PatchRules {
	/** patterns of JSON pointers that may be written */
	writable: RegExp[];
	/** members that an entity of this kind can have, for `add` of something new below a writable object */
	known?(pointer: string): boolean;
	/** what is said of a member that may not be touched; default 1455-400 */
	refuse?(pointer: string): Refusal;
}

/** 1455-400 with the reason (contract.md (c), PATCH body). */
export function patchRefusal(reason: string): Refusal {
	return flowRefusal(
		'1455-400',
		`An error has occurred while validating patch instructions: ${reason}.`,
	);
}

function missing(pointer: string): Refusal {
	const last = pointer.split('/').pop() ?? '';
	return patchRefusal(`Missing field "${last.replaceAll('~1', '/').replaceAll('~0', '~')}"`);
}

/** Reads the body of a PATCH; its form is judged here, its meaning in `patched`. */
function readOperations(body: unknown): Operation[] {
	if (!Array.isArray(body)) throw patchRefusal('An array of operations is expected');
	return body.map((step: unknown) => {
		if (!isObject(step)) throw patchRefusal('An operation must be an object');
		const { op, path } = step;
		if (typeof op !== 'string') throw missing('/op');
		if (!OPERATIONS.includes(op)) {
			throw flowRefusal(
				'1434-400',
				`Unsupported operation '${op}' received. Please use one of the supported operation types and try again.`,
			);
		}
		if (typeof path !== 'string') throw missing('/path');
		if (!/^(\/([^~/]|~[01])+)+$/.test(path)) throw patchRefusal(`Invalid path "${path}"`);
		if (op !== 'remove' && step.value === undefined) throw missing('/value');
		return { op, path, value: step.value } as Operation;
	});
}

/**
 * Applies JSON Patch operations to a copy: all of them or none (contract.md (c), PATCH body).
 * @returns the changed copy
 * @throws Refusal 1405 (nothing in the body), 1434 (unsupported op), 1455 (anything that does not fit),
 * 1414 (the connection spec cannot be changed)
 */
export function patched<T extends object>(entity: T, body: unknown, rules: PatchRules): T {
	const operations = readOperations(body);
	let result = entity;
	for (const operation of operations) {
		const { path } = operation;
		if (/^\/connectionSpec(\/|$)/.test(path)) {
			throw flowRefusal('1414-400', 'The connection spec of a connection cannot be updated.');
		}
		if (!rules.writable.some((pattern) => pattern.test(path))) {
			if (rules.refuse) throw rules.refuse(path);
			const root = path.split('/')[1] ?? '';
			throw root in entity ? patchRefusal(`Field "${root}" cannot be changed`) : missing(path);
		}
		try {
			result = applyPatch(result, [operation], true, false).newDocument;
		} catch (error) {
			if (error instanceof JsonPatchError) throw missing(path);
			throw patchRefusal(`Invalid path "${path}"`);
		}
		if (operation.op === 'add' && rules.known?.(path) === false && !has(entity, path)) {
			throw missing(path);
		}
	}
	return result;
}

/** Whether something stands at a JSON pointer. */
function has(entity: object, pointer: string): boolean {
	let inner: unknown = entity;
	for (const step of pointer.slice(1).split('/')) {
		const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
		if (!isObject(inner) || !(key in inner)) return false;
		inner = (inner as Json)[key];
	}
	return true;
}
