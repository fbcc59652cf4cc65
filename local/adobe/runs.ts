import type { Route } from './route';
import type { World } from './world';

export function runRoutes(_world: World): Route[] {
	return [];
}
