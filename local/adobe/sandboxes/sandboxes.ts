import { answer } from '../server/answers';
import type { Route } from '../server/route';
import type { World } from '../world';

/** `GET /data/foundation/sandbox-management/`: sandboxes of the caller, without a sandbox header (contract.md (i)). */
export function sandboxRoutes(world: World): Route[] {
	return [
		{
			method: 'GET',
			url: '/data/foundation/sandbox-management',
			checks: 'gateway',
			handler: () => {
				const sandboxes = world.sandboxes.map(({ name, title, type }) => ({
					name,
					title,
					state: 'active',
					type,
					region: 'VA7',
					isDefault: name === 'prod',
					eTag: 1,
					createdDate: '2026-01-01 00:00:00',
					lastModifiedDate: '2026-01-01 00:00:00',
					createdBy: 'local@AdobeID',
					lastModifiedBy: 'local@AdobeID',
				}));
				return answer(200, {
					sandboxes,
					_page: { limit: 20, count: sandboxes.length },
					_links: {
						page: {
							href: '/sandbox-management/?limit={limit}&offset={offset}',
							templated: true,
						},
					},
				});
			},
		},
	];
}
