import { asRecord } from '../../transport/json';
import { baseConnectionOf, CLOUD_STORAGE_FLOW_SPEC, type Dataflow } from './entities';

/** Adobe makes one of these for each profile dataset; they copy what was ingested into Profile and Identity. */
const INTERNAL_NAME = 'datalake to uis flow';

/**
 * Whether a dataflow ingests data: neither a destination nor one of Adobe's internal flows. This is the
 * only rule for that. The service has no filter for it, since older dataflows lack `isSourceFlow`.
 */
export function isIngestion(flow: Dataflow): boolean {
	const { isSourceFlow, isDestinationFlow } = asRecord(
		asRecord(flow.inheritedAttributes).properties,
	);
	if (isTrue(isDestinationFlow)) return false;
	if (isTrue(isSourceFlow)) return true;
	if (isSourceFlow !== undefined || flow.name?.toLowerCase() === INTERNAL_NAME) return false;
	return (
		baseConnectionOf(flow) !== undefined ||
		flow.flowSpec?.id === CLOUD_STORAGE_FLOW_SPEC.id ||
		// Without these attributes nothing speaks against it, and hiding a dataflow is worse.
		flow.inheritedAttributes === undefined
	);
}

function isTrue(value: unknown): boolean {
	return String(value) === 'true';
}
