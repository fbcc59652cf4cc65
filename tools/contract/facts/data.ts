import { type Fact, hasMembers, holds, isError, notReached, type Probe } from '../fact';
import { itemsOf, member } from '../platform';

const CATALOG = '/data/foundation/catalog';
const REGISTRY = '/data/foundation/schemaregistry';
const DATA_PREP = '/data/foundation/conversion';
const BATCHES = `${CATALOG}/batches?limit=1&orderBy=desc:created`;
const DATASETS = `${CATALOG}/dataSets?limit=1&properties=name,schemaRef`;
const NO_DATASET = notReached('This sandbox has no dataset');
const NO_BATCH = notReached('This sandbox has no batch');

/** Lists of the Catalog are objects keyed by ID. */
async function firstOf(probe: Probe, path: string): Promise<[string, unknown] | undefined> {
	const { status, body } = await probe.get(path);
	if (status !== 200 || typeof body !== 'object' || body === null) return undefined;
	return Object.entries(body)[0];
}

async function aSchema(probe: Probe): Promise<string | undefined> {
	const [, dataset] = (await firstOf(probe, DATASETS)) ?? [];
	const id = member(dataset, 'schemaRef', 'id');
	return typeof id === 'string' ? id : undefined;
}

/** A POST that only checks what it is sent, and stores nothing. */
async function validate(probe: Probe, path: string, body: object) {
	return await probe.platform.ask('POST', `${DATA_PREP}${path}`, { body });
}

export const dataFacts: readonly Fact[] = [
	{
		id: 'datasets-list',
		says: 'Datasets come as an object keyed by ID, with name and schemaRef',
		section: 'm',
		async check(probe) {
			const answer = await probe.get(DATASETS);
			const found = await firstOf(probe, DATASETS);
			if (answer.status === 200 && found === undefined) return NO_DATASET;
			return holds(
				answer,
				!Array.isArray(answer.body) &&
					hasMembers(found?.[1], { name: 'string', 'schemaRef.id': 'string' }),
			);
		},
	},
	{
		id: 'batches-list',
		says: 'Batches come as an object keyed by ID, with status and relatedObjects',
		section: 'm',
		async check(probe) {
			const answer = await probe.get(BATCHES);
			const found = await firstOf(probe, BATCHES);
			if (answer.status === 200 && found === undefined) return NO_BATCH;
			return holds(answer, hasMembers(found?.[1], { status: 'string' }));
		},
	},
	{
		id: 'import-no-list',
		says: 'Batch ingestion has no list: GET /batches is answered 405',
		section: 'n',
		async check(probe) {
			const answer = await probe.get('/data/foundation/import/batches');
			return holds(answer, answer.status === 405);
		},
	},
	{
		id: 'schemas-stats',
		says: 'The Schema Registry names the tenant in /stats',
		section: 'm',
		async check(probe) {
			const answer = await probe.get(`${REGISTRY}/stats`);
			return holds(answer, hasMembers(answer.body, { tenantId: 'string' }));
		},
	},
	{
		id: 'schema-full',
		says: 'A schema is read whole (properties, meta:xdmType) with Accept xed-full',
		section: 'm',
		async check(probe) {
			const id = await aSchema(probe);
			if (id === undefined) return NO_DATASET;
			const answer = await probe.platform.ask(
				'GET',
				`${REGISTRY}/tenant/schemas/${encodeURIComponent(id)}`,
				{
					headers: { accept: 'application/vnd.adobe.xed-full+json; version=1' },
				},
			);
			return holds(answer, hasMembers(answer.body, { properties: 'object' }));
		},
	},
	{
		id: 'mapping-sets-list',
		says: 'Mapping sets are listed by offsets, as data and _page',
		section: 'm',
		async check(probe) {
			const answer = await probe.get(`${DATA_PREP}/mappingSets?limit=1&start=0`);
			return holds(answer, hasMembers(answer.body, { data: 'list', _page: 'object' }));
		},
	},
	{
		id: 'mapping-sets-error',
		says: 'An unknown mapping set is answered 404 or 400 with a message',
		section: 'm',
		isUnsure: true,
		async check(probe) {
			const answer = await probe.get(`${DATA_PREP}/mappingSets/00000000000000000000000000000000`);
			const { status, body } = answer;
			return holds(answer, [400, 404].includes(status) && typeof body === 'object');
		},
	},
	{
		id: 'expression-valid',
		says: 'A valid Data Prep expression is answered by a bare true',
		section: 'm',
		async check(probe) {
			const answer = await validate(probe, '/languages/el/validate', { expression: 'uuid()' });
			return holds(answer, answer.body === true);
		},
	},
	{
		id: 'expression-invalid',
		says: 'An expression that is none is answered by a bare false, or refused',
		section: 'm',
		isUnsure: true,
		async check(probe) {
			const answer = await validate(probe, '/languages/el/validate', { expression: 'uuid((' });
			return holds(answer, answer.body === false || isError(answer, 400));
		},
	},
	{
		id: 'failed-records-list',
		says: 'Failed records of a batch are listed as data with name and length',
		section: 'm',
		async check(probe) {
			const [id] =
				(await firstOf(probe, `${CATALOG}/batches?limit=1&status=failed&orderBy=desc:created`)) ??
				[];
			if (id === undefined) return notReached('This sandbox has no failed batch');
			const answer = await probe.get(`/data/foundation/export/batches/${id}/meta?path=row_errors`);
			if (answer.status === 404) return notReached('The newest failed batch has no failed records');
			return holds(answer, hasMembers(answer.body, { data: 'list' }));
		},
	},
	{
		id: 'runs-batch',
		says: 'A run names the batch that it wrote',
		section: 'g',
		async check(probe) {
			const answer = await probe.get(
				'/data/foundation/flowservice/runs?limit=20&orderby=-createdAt',
			);
			const runs = (itemsOf(answer) ?? []).filter((run) => {
				const status = String(member(run, 'metrics', 'statusSummary', 'status'));
				return (
					/success/i.test(status) &&
					Number(member(run, 'metrics', 'recordSummary', 'outputRecordCount')) > 0
				);
			});
			if (runs.length === 0) return notReached('None of the 20 newest runs wrote records');
			// ULIDs, the form of batch IDs, wherever Adobe prints them.
			const isNamed = (run: unknown) => /\b[0-9A-HJKMNP-TV-Z]{26}\b/.test(JSON.stringify(run));
			return holds(answer, runs.some(isNamed));
		},
	},
];
