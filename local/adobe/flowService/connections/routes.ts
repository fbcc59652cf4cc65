import { answer } from '../../server/answers';
import { flowRefusal } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { World } from '../../world';
import { list } from '../entities/paging';
import { search } from '../entities/search';
import { act, create, namedConnection, remove, update } from './connections';
import { credentialsWork } from './credentials';
import { listing } from './lists';
import { presentConnection } from './masking';

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
			handler: (call) => list(listing(world, call), call.query),
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
			handler: (call) => search(listing(world, call), call),
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
				const { testResult } = world.settings;
				const works = credentialsWork(world, connection) && !world.runFaults.refuse(connection);
				return answer(200, { result: testResult ?? works });
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
