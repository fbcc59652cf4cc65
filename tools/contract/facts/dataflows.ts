import { type Fact, hasMembers, holds, isError, notReached, type Probe } from '../fact';
import { type Answer, itemsOf, member } from '../platform';

const FLOW_SERVICE = '/data/foundation/flowservice';
const filter = (property: string) => `property=${encodeURIComponent(property)}`;
const FLOWS = `${FLOW_SERVICE}/flows?${filter('inheritedAttributes.properties.isSourceFlow==true')}`;
const RUNS = `${FLOW_SERVICE}/runs`;
const NO_FLOW = notReached('This sandbox has no dataflow');
const NO_RUN = notReached('This sandbox has no run');
/** Words that run/run.ts knows (contract.md (g)), without case and signs. */
const WORDS =
	/^(scheduled|queued|inprogress|success|completed|failed|partialsuccess|partialfailure|aborted|cancell?ed|pending|starting|processing|running)$/;

/** A fact about the first entry of a list. */
function about(
	path: string,
	none: typeof NO_FLOW,
	isTrue: (item: unknown, answer: Answer) => boolean,
): Fact['check'] {
	return async (probe: Probe) => {
		const answer = await probe.get(path);
		const items = itemsOf(answer);
		if (items?.length === 0) return none;
		return holds(answer, items !== undefined && isTrue(items[0], answer));
	};
}

/** The base connection that a dataflow reads through. */
const baseConnectionOf = (flow: unknown) =>
	member(flow, 'inheritedAttributes', 'sourceConnections', 0, 'baseConnection', 'id');

const NEWEST = `${RUNS}?limit=20&orderby=-createdAt`;

export const dataflowFacts: readonly Fact[] = [
	{
		id: 'flow-spec',
		says: 'The flow spec CloudStorageToAEP is found by its name and has the ID that the node sends',
		section: 'g',
		async check(probe) {
			const answer = await probe.get(
				`${FLOW_SERVICE}/flowSpecs?${filter('name=="CloudStorageToAEP"')}`,
			);
			return holds(
				answer,
				member(itemsOf(answer)?.[0], 'id') === '9753525b-82c7-4dce-8a9b-5ccfce2b9876',
			);
		},
	},
	{
		id: 'flows-list',
		says: 'Source dataflows are filtered by isSourceFlow and show state, schedule and their connections',
		section: 'g',
		check: about(`${FLOWS}&limit=1&orderby=-createdAt`, NO_FLOW, (flow) =>
			hasMembers(flow, {
				id: 'string',
				name: 'string',
				state: 'string',
				sourceConnectionIds: 'list',
				targetConnectionIds: 'list',
				'inheritedAttributes.sourceConnections': 'list',
			}),
		),
	},
	{
		id: 'flows-base-connection',
		says: 'A dataflow names its base connection under inheritedAttributes.sourceConnections',
		section: 'g',
		check: about(
			`${FLOWS}&limit=1&orderby=-createdAt`,
			NO_FLOW,
			(flow) => typeof baseConnectionOf(flow) === 'string',
		),
	},
	{
		id: 'flows-by-connection',
		says: 'Dataflows are filtered by inheritedAttributes.sourceConnections[].baseConnection.id',
		section: 'g',
		isUnsure: true,
		async check(probe) {
			const base = baseConnectionOf(await probe.first(`${FLOWS}&limit=1&orderby=-createdAt`));
			if (typeof base !== 'string') return NO_FLOW;
			const property = `inheritedAttributes.sourceConnections[].baseConnection.id==${base}`;
			const answer = await probe.get(`${FLOW_SERVICE}/flows?${filter(property)}&limit=5`);
			const items = itemsOf(answer);
			return holds(
				answer,
				!!items?.length && items.every((flow) => baseConnectionOf(flow) === base),
			);
		},
	},
	{
		id: 'flow-last-run',
		says: 'A dataflow that has run shows lastRunDetails with id, state and startedAtUTC',
		section: 'g',
		async check(probe) {
			const answer = await probe.get(`${FLOWS}&limit=100&orderby=-createdAt`);
			const details = (itemsOf(answer) ?? []).map((flow) => member(flow, 'lastRunDetails'));
			const one = details.find((detail) => member(detail, 'id') !== undefined);
			if (one === undefined) return notReached('No dataflow shows lastRunDetails');
			return holds(
				answer,
				hasMembers(one, { id: 'string', state: 'string', startedAtUTC: 'number|string' }),
			);
		},
	},
	{
		id: 'source-connection-path',
		says: 'A source connection shows params.path and its base connection',
		section: 'g',
		check: about(
			`${FLOW_SERVICE}/sourceConnections?limit=1&orderby=-createdAt`,
			notReached('This sandbox has no source connection'),
			(item) => hasMembers(item, { id: 'string', connectionSpec: 'object', params: 'object' }),
		),
	},
	{
		id: 'target-connection-dataset',
		says: 'A target connection of a dataflow shows params.dataSetId (or datasetId)',
		section: 'g',
		async check(probe) {
			const id = member(
				await probe.first(`${FLOWS}&limit=1&orderby=-createdAt`),
				'targetConnectionIds',
				0,
			);
			if (typeof id !== 'string') return NO_FLOW;
			const answer = await probe.get(`${FLOW_SERVICE}/targetConnections/${id}`);
			const params = member(itemsOf(answer)?.[0], 'params');
			return holds(
				answer,
				hasMembers(params, { dataSetId: 'string' }) || hasMembers(params, { datasetId: 'string' }),
			);
		},
	},
	{
		id: 'runs-list',
		says: 'Runs of the whole sandbox are listed, newest first, with id, flowId and createdAt',
		section: 'g',
		check: about(NEWEST, NO_RUN, (run, answer) => {
			const times = (itemsOf(answer) ?? []).map((one) => Number(member(one, 'createdAt')));
			const isSorted = times.every(
				(time, index) => index === 0 || time <= Number(times[index - 1]),
			);
			return (
				hasMembers(run, { id: 'string', flowId: 'string', createdAt: 'number|string' }) && isSorted
			);
		}),
	},
	{
		id: 'runs-status-words',
		says: 'Every status word of the newest runs is one that the node knows',
		section: 'g',
		check: about(NEWEST, NO_RUN, (_, answer) =>
			(itemsOf(answer) ?? []).every((run) => {
				const word = member(run, 'metrics', 'statusSummary', 'status');
				return word === undefined || WORDS.test(String(word).toLowerCase().replace(/[ _-]/g, ''));
			}),
		),
	},
	{
		id: 'runs-window',
		says: 'Successful runs show their time window (if not, the node warns instead of guessing)',
		section: 'g',
		isUnsure: true,
		async check(probe) {
			const answer = await probe.get(NEWEST);
			const good = (itemsOf(answer) ?? []).filter(
				(run) => member(run, 'metrics', 'statusSummary', 'status') === 'success',
			);
			if (good.length === 0) return notReached('None of the 20 newest runs was successful');
			return holds(
				answer,
				good.some((run) => JSON.stringify(run).includes('"windowEnd"')),
			);
		},
	},
	{
		id: 'runs-failed-filter',
		says: 'Failed runs are filtered by metrics.statusSummary.status==failed',
		section: 'g',
		async check(probe) {
			const answer = await probe.get(
				`${RUNS}?${filter('metrics.statusSummary.status==failed')}&limit=5`,
			);
			const items = itemsOf(answer);
			if (items?.length === 0) return notReached('This sandbox has no failed run');
			const isFailed = (run: unknown) =>
				/failed/i.test(String(member(run, 'metrics', 'statusSummary', 'status')));
			return holds(answer, items !== undefined && items.every(isFailed));
		},
	},
	{
		id: 'runs-created-filter',
		says: 'Runs are filtered by createdAt',
		section: 'g',
		isUnsure: true,
		async check(probe) {
			const newest = Number(member(await probe.first(NEWEST), 'createdAt'));
			if (Number.isNaN(newest)) return NO_RUN;
			const answer = await probe.get(`${RUNS}?${filter(`createdAt>=${newest}`)}&limit=100`);
			const items = itemsOf(answer);
			const isNew = (run: unknown) => Number(member(run, 'createdAt')) >= newest;
			return holds(answer, !!items?.length && items.every(isNew));
		},
	},
	{
		id: 'run-get',
		says: 'One run comes as items with one entry, or bare',
		section: 'g',
		async check(probe) {
			const id = member(await probe.first(NEWEST), 'id');
			if (typeof id !== 'string') return NO_RUN;
			const answer = await probe.get(`${RUNS}/${id}`);
			const run = itemsOf(answer)?.[0] ?? answer.body;
			return holds(answer, member(run, 'id') === id);
		},
	},
	{
		id: 'run-unknown-id',
		says: 'An unknown run is answered 404',
		section: 'g',
		async check(probe) {
			const answer = await probe.get(`${RUNS}/00000000-0000-4000-8000-000000000000`);
			return holds(answer, isError(answer, 404));
		},
	},
];
