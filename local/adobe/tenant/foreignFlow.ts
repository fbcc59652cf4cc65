import { newEntity } from '../flowService/entities/entity';
import { NO_SANDBOX } from '../server/call';
import type { Flow } from '../types';
import type { World } from '../world';

const KINDS = {
	destination: {
		name: 'Audience to an ads network',
		specId: '3f0a6d52-11aa-4c5e-9d9b-6d2c4f7a9b10',
	},
	internal: { name: 'Datalake to UIS Flow', specId: '8d2c7f60-52bb-4f7a-8c3d-0a1b2c3d4e5f' },
};

/**
 * Puts in a flow that brings nothing in, as lists of every sandbox hold them beside the others: to a destination, or from
 * the data lake to another store. Its runs are made with `seedRun`.
 */
export function seedForeignFlow(world: World, foreign: 'destination' | 'internal'): Flow {
	const { demo } = world;
	const sandbox = world.sandboxes.find(({ name }) => name === demo.sandboxName) ?? NO_SANDBOX;
	const { name, specId } = KINDS[foreign];
	const flow: Flow = {
		...newEntity(world, { sandbox }, 'enabled'),
		name,
		flowSpec: { id: specId, version: '1.0' },
		sourceConnectionIds: [world.random.uuid()],
		targetConnectionIds: [world.random.uuid()],
		transformations: [],
		lastOperation: { started: 0, updated: 0, operation: 'create' },
		foreign,
	};
	world.flows.add(flow);
	return flow;
}
