import { type Fact, hasMembers, holds, isError, notReached, type Probe } from '../fact';
import { itemsOf, member } from '../platform';

const FLOW_SERVICE = '/data/foundation/flowservice';
const LIST = `${FLOW_SERVICE}/connections`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const S3 = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';

/** Sources that the node offers, with the IDs of their connection specs (contract.md (l)). */
const SPECS: Record<string, string> = {
	'Amazon S3': S3,
	'Azure Blob Storage': '4c10e202-c428-4796-9208-5f1f5732b1cf',
	'Azure Data Lake Storage Gen2': 'b3ba5556-48be-44b7-8b85-ff2b69b46dc4',
	FTP: 'fb2e94c9-c031-467d-8103-6bd6e0a432f2',
	'Google Cloud Storage': '32e8f412-cdf7-464c-9885-78184cb113fd',
	'Oracle Object Storage': 'c85f9425-fb21-426c-ad0b-405e9bd8a46c',
	SFTP: 'b7bf2577-4520-42c9-bae9-cad01560f7bc',
};

const filter = (property: string) => `property=${encodeURIComponent(property)}`;
const NO_CONNECTION = notReached('This sandbox has no Amazon S3 connection');

/** The newest S3 connection: tests and explores need one that is there. */
async function anS3Connection(probe: Probe): Promise<string | undefined> {
	const path = `${LIST}?${filter(`connectionSpec.id==${S3}`)}&limit=1&orderby=-createdAt`;
	const id = member(await probe.first(path), 'id');
	return typeof id === 'string' ? id : undefined;
}

/** A fact about the S3 connection that is there. */
function aboutS3(
	id: string,
	says: string,
	check: (probe: Probe, connection: string) => ReturnType<Fact['check']>,
	isUnsure?: true,
): Fact {
	return {
		id,
		says,
		section: id.startsWith('explore') || id.startsWith('test') ? 'f' : 'c',
		...(isUnsure && { isUnsure }),
		async check(probe) {
			const connection = await anS3Connection(probe);
			return connection === undefined ? NO_CONNECTION : await check(probe, connection);
		},
	};
}

export const connectionFacts: readonly Fact[] = [
	{
		id: 'connections-list',
		says: 'Connections are listed as items with id, name, etag, state, connectionSpec and createdAt',
		section: 'c',
		async check(probe) {
			const answer = await probe.get(`${LIST}?limit=1&orderby=-createdAt`);
			const [item] = itemsOf(answer) ?? [];
			if (itemsOf(answer)?.length === 0) return notReached('This sandbox has no connection');
			const types = {
				id: 'string',
				name: 'string',
				state: 'string',
				'connectionSpec.id': 'string',
				createdAt: 'number',
			};
			return holds(answer, hasMembers(item, types));
		},
	},
	{
		id: 'connections-paging',
		says: 'The next page is _links.next.href, and may be asked with the same filters',
		section: 'i',
		isUnsure: true,
		async check({ platform }) {
			const first = await platform.ask('GET', `${LIST}?limit=1&orderby=-createdAt`);
			const href = member(first.body, '_links', 'next', 'href');
			if (typeof href !== 'string')
				return notReached('This sandbox has fewer than two connections');
			const token = new URL(href, 'http://local').searchParams.get('continuationToken') ?? '';
			const second = await platform.ask(
				'GET',
				`${LIST}?limit=1&orderby=-createdAt&continuationToken=${encodeURIComponent(token)}`,
			);
			const [one, two] = [first, second].map((answer) => member(itemsOf(answer)?.[0], 'id'));
			return holds(second, second.status === 200 && two !== undefined && one !== two);
		},
	},
	{
		id: 'connections-count',
		says: 'count=true answers the number alone',
		section: 'i',
		async check(probe) {
			const answer = await probe.get(`${LIST}?count=true`);
			return holds(
				answer,
				typeof member(answer.body, 'count') === 'number' && !itemsOf(answer)?.length,
			);
		},
	},
	{
		id: 'connections-limit-count',
		says: 'limit together with count=true is answered 1401-400',
		section: 'i',
		async check(probe) {
			const answer = await probe.get(`${LIST}?count=true&limit=1`);
			return holds(answer, isError(answer, 400, '1401-400'));
		},
	},
	{
		id: 'connections-unknown-parameter',
		says: 'An unknown query parameter is answered 1451-400',
		section: 'i',
		async check(probe) {
			const answer = await probe.get(`${LIST}?nosuchparameter=1`);
			return holds(answer, isError(answer, 400, '1451-400'));
		},
	},
	{
		id: 'connections-or',
		says: 'A comma in a filter value means or, and quotes around a value are allowed',
		section: 'i',
		async check(probe) {
			const id = await anS3Connection(probe);
			if (id === undefined) return NO_CONNECTION;
			const answer = await probe.get(`${LIST}?${filter(`id==${UNKNOWN},${id}`)}`);
			return holds(answer, itemsOf(answer)?.length === 1);
		},
	},
	{
		id: 'connections-unknown-id',
		says: 'An unknown connection is answered 404, with 1439-404 or "not found"',
		section: 'c',
		async check(probe) {
			const answer = await probe.get(`${LIST}/${UNKNOWN}`);
			return holds(answer, isError(answer, 404, '1439-404', 'not found'));
		},
	},
	...Object.entries(SPECS).map(
		([source, id]): Fact => ({
			id: `spec-${source.toLowerCase().replace(/ /g, '-')}`,
			says: `${source} has the connection spec ${id}`,
			section: 'l',
			async check(probe) {
				const answer = await probe.get(`${FLOW_SERVICE}/connectionSpecs/${id}`);
				const spec = itemsOf(answer)?.[0] ?? answer.body;
				return holds(answer, answer.status === 200 && member(spec, 'id') === id);
			},
		}),
	),
	aboutS3(
		'connection-get',
		'One connection comes as items with one entry, whose version equals its etag, quotes included',
		async (probe, id) => {
			const answer = await probe.get(`${LIST}/${id}`);
			const items = itemsOf(answer) ?? [];
			const [etag, version] = [member(items[0], 'etag'), member(items[0], 'version')];
			return holds(answer, items.length === 1 && etag === version && /^".+"$/.test(String(etag)));
		},
	),
	aboutS3('connection-auth', 'A connection shows auth.specName', async (probe, id) => {
		const answer = await probe.get(`${LIST}/${id}`);
		return holds(answer, typeof member(itemsOf(answer)?.[0], 'auth', 'specName') === 'string');
	}),
	aboutS3(
		'connection-no-etag-header',
		'No ETag header is sent; the etag is in the body',
		async (probe, id) => {
			const answer = await probe.get(`${LIST}/${id}`);
			return holds(answer, answer.headers.get('etag') === null);
		},
		true,
	),
	aboutS3(
		'test-result',
		'A connection test answers 200 with result true or false',
		async (probe, id) => {
			const answer = await probe.get(`${LIST}/${id}/test`);
			return holds(
				answer,
				answer.status === 200 && typeof member(answer.body, 'result') === 'boolean',
			);
		},
	),
	aboutS3(
		'explore-root',
		'Explore of the root answers a bare list of type, name, path, canPreview, canFetchSchema',
		async (probe, id) => {
			const answer = await probe.get(`${LIST}/${id}/explore?objectType=root`);
			if (isError(answer, 400, '1308'))
				return notReached('The keys of the newest Amazon S3 connection do not work');
			const types = {
				type: 'string',
				name: 'string',
				path: 'string',
				canPreview: 'boolean',
				canFetchSchema: 'boolean',
			};
			const { body } = answer;
			return holds(answer, Array.isArray(body) && body.every((entry) => hasMembers(entry, types)));
		},
	),
	aboutS3(
		'explore-missing-type',
		'Explore without objectType is answered 400',
		async (probe, id) => {
			const answer = await probe.get(`${LIST}/${id}/explore`);
			return holds(answer, isError(answer, 400));
		},
	),
];
