import type { Settings } from '../../server/settings';
import type { Run } from '../../types';

/** A run as a caller sees it: the newest form has fewer members (EN:dataflows/api/monitor.md, EN:observability/alerts/rules.md). */
export function presentRun(run: Run, { runForm, activitiesName }: Settings): object {
	const { window: _, visibleFrom: __, wroteNothing: ___, foreignParts, activities, ...all } = run;
	const { id, createdAt, updatedAt, sandboxName, imsOrgId, flowId, providerRefId, etag, metrics } =
		all;
	const members =
		runForm === 'older'
			? all
			: {
					id,
					createdAt,
					updatedAt,
					createdBy: 'acp_foundation_connectors@AdobeID',
					sandboxName,
					imsOrgId,
					flowId,
					providerRefId,
					etag,
					metrics,
				};
	return { ...members, ...foreignParts, [activitiesName]: activities };
}
