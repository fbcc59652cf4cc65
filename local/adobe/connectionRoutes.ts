import { answer } from './answers';
import { listing, search } from './connectionLists';
import { act, create, keysWork, namedConnection, remove, update } from './connections';
import { flowRefusal } from './errors';
import { presentConnection } from './masking';
import { list } from './paging';
import { knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import type { World } from './world';

/** Everything under `/connections` but explore (contract.md (c)). */
export function connectionRoutes(world: World): Route[] {
	const base = `${FLOW_SERVICE}/connections`;
	const one = `${base}/:id`;
	const withoutId = (method: 'PATCH' | 'PUT' | 'DELETE'): Route => ({
		method,
		url: base,
		checks: 'flow',
		handler: () => {
			throw flowRefusal(
				'1411-400',
				"Unable to retrieve entityId. Invalid request received with path 'connections'.",
			);
		},
	});
	return [
		{
			method: 'GET',
			url: base,
			checks: 'flow',
			handler: (call) => list(listing(world, call, 100), call.query),
		},
		{
			method: 'POST',
			url: base,
			checks: 'flow',
			json: true,
			handler: (call) => create(world, call),
		},
		withoutId('PATCH'),
		withoutId('PUT'),
		withoutId('DELETE'),
		{
			method: 'POST',
			url: `${base}/search`,
			checks: 'flow',
			json: true,
			handler: (call) => search(world, call),
		},
		{
			method: 'GET',
			url: one,
			checks: 'flow',
			handler: (call) => {
				knownParams(call.query, []);
				const shown = presentConnection(namedConnection(world, call), world.settings.maskStyle);
				return answer(200, { items: [shown] });
			},
		},
		{
			method: 'PATCH',
			url: one,
			checks: 'flow',
			json: true,
			handler: (call) => update(world, call),
		},
		{ method: 'DELETE', url: one, checks: 'flow', handler: (call) => remove(world, call) },
		{
			method: 'GET',
			url: `${one}/test`,
			checks: 'flow',
			handler: (call) => {
				knownParams(call.query, []);
				const connection = namedConnection(world, call);
				return answer(200, { result: world.settings.testResult ?? keysWork(world, connection) });
			},
		},
		{
			method: 'GET',
			url: `${one}/configs`,
			checks: 'flow',
			handler: (call) => {
				namedConnection(world, call);
				return answer(200, { items: [] });
			},
		},
		{ method: 'POST', url: `${one}/action`, checks: 'flow', handler: (call) => act(world, call) },
	];
}
