import type { Route } from './route';
import type { World } from './world';

export function stsRoutes(_world: World): Route[] {
	return [];
}
