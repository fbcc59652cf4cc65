import type {
	Entity,
	EntityKind,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import {
	modify,
	type Change,
	type PatchOperation,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/modify';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, fakeClient } from '../../fakeExecution';

export const KIND = {
	noun: 'connection',
	path: '/connections',
	busyStates: ['initializing', 'updating'],
	busyCodes: ['FLOW-1421-400'],
};
export const patch: PatchOperation[] = [{ op: 'add', path: '/description', value: 'new' }];
export const noon = Date.parse('2026-11-21T12:00:00Z');
export const shows = (connection: object) => answer(200, { items: [{ id: '1', ...connection }] });
export const conflict = answer(412);
export const busy = answer(400, { type: 'https://ns.adobe.com/aep/errors/FLOW-1421-400' });

export const own = { etag: '"1"' };

export interface Update {
	etag?: string;
	target?: Entity;
	change?: Change<Entity>;
	kind?: EntityKind;
	/** The jitter of waits, from 0 to 1. */
	random?: number;
}

/** Updates connection 1 against prepared outcomes, the last of which stays. */
export async function update(
	outcomes: Outcome[],
	{ etag, target, change = () => patch, kind = KIND, random = 1 }: Update = {},
) {
	const { client, calls, run, item, timer } = fakeClient(...outcomes);
	timer.random = () => random;
	const result = await modify(client, kind, target ?? '1', change, { etag }).catch(
		(error: unknown) => error,
	);
	const methods = calls.map(({ method }) => method).join(' ');
	const etags = calls.flatMap(({ ifMatch }) => ifMatch ?? []);
	const bodies = calls.flatMap(({ method, body }) => (method === 'PATCH' ? [body] : []));
	return { result, methods, etags, bodies, item, stats: run.stats, waits: timer.waits };
}
