import type { Entity, EntityKind } from '../../transport/entity/kind';
import { FLOW_SERVICE } from '../paths';

export const RUN: EntityKind = { noun: 'dataflow run', path: `${FLOW_SERVICE}/runs` };

/** A run as the service shows it (contract.md (g), runs); anything may be missing or spelt otherwise. */
export interface RawRun extends Entity {
	flowId?: string;
	metrics?: Record<string, unknown>;
	activities?: unknown[];
	/** src.yaml spells it with a letter less (contract.md (j) 24). */
	activites?: unknown[];
}
