import type { RunFault } from '../../server/settings';
import type { Flow, StoredConnection } from '../../types';
import type { World } from '../../world';

/** The base connection that a flow reads through. */
export function baseOf(world: World, flow: Flow): StoredConnection | undefined {
	const source = world.sourceConnections.get(flow.sourceConnectionIds[0] ?? '');
	return world.connections.get(source?.baseConnectionId ?? '');
}

/** How often each rule has hit a run. */
export class RunFaults {
	private hits = new Map<RunFault, number>();

	constructor(private readonly world: World) {}

	/** The rule that a run of this flow falls under, counted. */
	hit(flow: Flow): RunFault | undefined {
		const found = this.open().find(
			({ flowId, connectionId, rate = 1 }) =>
				(flowId === undefined || flowId === flow.id) &&
				(connectionId === undefined || connectionId === baseOf(this.world, flow)?.id) &&
				(rate === 1 || this.world.random.next() < rate),
		);
		if (found) this.hits.set(found, (this.hits.get(found) ?? 0) + 1);
		return found;
	}

	/** Whether a test of this connection fails: its credentials are refused, or its server is down. */
	refuse(connection: StoredConnection): boolean {
		return this.open().some(
			({ connectionId, cause }) =>
				connectionId === connection.id && (cause === 'credentials' || cause === 'network'),
		);
	}

	private open(): RunFault[] {
		return this.world.settings.runFaults.filter(
			(rule) => (this.hits.get(rule) ?? 0) < (rule.times ?? Infinity),
		);
	}
}
