import type { Settings } from '../../server/settings';
import type { Json, Run } from '../../types';

/** What only the service itself knows. */
const HIDDEN = ['window', 'visibleFrom', 'wroteNothing', 'foreignParts', 'activities'];

/** What real runs have (EN:dataflows/api/monitor.md, EN:observability/alerts/rules.md). */
const NEWEST =
	'id createdAt updatedAt sandboxName imsOrgId flowId providerRefId etag metrics'.split(' ');

/** A run as a caller sees it. */
export function presentRun(run: Run, { runForm, activitiesName }: Settings): object {
	const isShown = (name: string) =>
		runForm === 'newest' ? NEWEST.includes(name) : !HIDDEN.includes(name);
	const members: Json = {};
	for (const [name, value] of Object.entries(run)) if (isShown(name)) members[name] = value;
	return {
		...members,
		...(runForm === 'newest' && { createdBy: 'acp_foundation_connectors@AdobeID' }),
		...run.foreignParts,
		[activitiesName]: run.activities,
	};
}
