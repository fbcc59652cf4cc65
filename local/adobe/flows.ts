import type { Route } from './route';
import type { World } from './world';

export function flowRoutes(_world: World): Route[] {
	return [];
}
