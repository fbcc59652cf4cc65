import type { Route } from './route';
import type { World } from './world';

export function exploreRoutes(_world: World): Route[] {
	return [];
}
