import type { Route } from './route';
import type { World } from './world';

export function sourceAndTargetRoutes(_world: World): Route[] {
	return [];
}
