import { azureRoutes } from './azure/storage';
import { catalogRoutes } from './catalog/routes';
import { dataAccessRoutes } from './dataAccess/routes';
import { dataPrepRoutes } from './dataPrep/routes';
import { exploreRoutes } from './flowService/connections/explore';
import { connectionRoutes } from './flowService/connections/routes';
import { flowRoutes } from './flowService/flows/flows';
import { runRoutes } from './flowService/runs/runs';
import { sourceConnectionRoutes } from './flowService/sourceConnections/sourceConnections';
import { connectionSpecRoutes } from './flowService/specs/connectionSpecs';
import { flowSpecRoutes } from './flowService/specs/flowSpecs';
import { targetConnectionRoutes } from './flowService/targetConnections/targetConnections';
import { importRoutes } from './import/routes';
import { tokenRoutes } from './ims/token';
import { sandboxRoutes } from './sandboxes/sandboxes';
import { schemaRegistryRoutes } from './schemaRegistry/routes';
import type { Route } from './server/route';
import { stsRoutes } from './sts/sts';
import type { World } from './world';

/** Every operation of every service. A new service is one more entry here. */
export function serviceRoutes(world: World): Route[] {
	return [
		...tokenRoutes(world),
		...stsRoutes(world),
		...azureRoutes(world),
		...sandboxRoutes(world),
		...connectionRoutes(world),
		...exploreRoutes(world),
		...connectionSpecRoutes(),
		...sourceConnectionRoutes(world),
		...targetConnectionRoutes(world),
		...catalogRoutes(world),
		...schemaRegistryRoutes(world),
		...dataPrepRoutes(world),
		...importRoutes(world),
		...dataAccessRoutes(world),
		...flowSpecRoutes(),
		...flowRoutes(world),
		...runRoutes(world),
	];
}
