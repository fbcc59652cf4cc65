import { type Fact, holds, isError, notReached, type Probe } from '../fact';
import { type Answer, itemsOf, member } from '../platform';
import { KEYS, MadeConnections, S3 } from './madeConnections';

const section = 'c';

const describe = (value: string) => [{ op: 'add', path: '/description', value }];

function factsOf(made: MadeConnections): Fact[] {
	/** A fact about the connection that was made. */
	const about = (
		id: string,
		says: string,
		check: () => Promise<[Answer, boolean]>,
		isUnsure?: true,
	): Fact => ({
		id,
		says,
		section,
		...(isUnsure && { isUnsure }),
		async check() {
			if (made.first === undefined) return notReached('No connection could be created');
			return holds(...(await check()));
		},
	});
	const refused = (
		id: string,
		says: string,
		ask: () => Promise<Answer>,
		status: number,
		codes: string[],
		isUnsure?: true,
	) =>
		about(
			id,
			says,
			async () => {
				const answer = await ask();
				return [answer, isError(answer, status, ...codes)];
			},
			isUnsure,
		);
	return [
		{
			id: 'write-create',
			says: 'A connection is created with keys that open nothing: 201 with id and etag, quotes included',
			section,
			async check() {
				const answer = await made.create();
				made.etag = String(member(answer.body, 'etag'));
				return holds(answer, answer.status === 201 && /^".+"$/.test(made.etag));
			},
		},
		about('write-read', 'It can be read at once, with the etag of its creation', async () => {
			const answer = await made.read();
			return [answer, member(itemsOf(answer)?.[0], 'etag') === made.etag];
		}),
		about(
			'write-masked',
			'Secrets come back masked or not at all',
			async () => {
				const answer = await made.read();
				return [answer, !JSON.stringify(answer.body).includes(KEYS.s3SecretKey)];
			},
			true,
		),
		about(
			'write-find',
			'It is found by its name at once',
			async () => {
				const answer = await made.find();
				return [answer, itemsOf(answer)?.length === 1];
			},
			true,
		),
		about(
			'write-same-name',
			'Names are not unique: a second one of the same name is created',
			async () => {
				const answer = await made.create();
				return [answer, answer.status === 201];
			},
		),
		about('write-test', 'Its test answers 200 with result false', async () => {
			const answer = await made.test();
			return [answer, answer.status === 200 && member(answer.body, 'result') === false];
		}),
		refused(
			'write-no-if-match',
			'PATCH without If-Match is answered 1403-400',
			async () => await made.patch(describe('a'), {}),
			400,
			['1403-400'],
		),
		refused(
			'write-stale-etag',
			'PATCH with an old etag is answered 412',
			async () =>
				await made.patch(describe('a'), {
					headers: { 'if-match': '"00000000-0000-0200-0000-000000000000"' },
				}),
			412,
			[],
		),
		refused(
			'write-bare-etag',
			'PATCH with the etag without its quotes is answered 412',
			async () =>
				await made.patch(describe('a'), { headers: { 'if-match': made.etag.replace(/"/g, '') } }),
			412,
			[],
		),
		refused(
			'write-any-etag',
			'PATCH with If-Match * is answered 412',
			async () => await made.patch(describe('a'), { headers: { 'if-match': '*' } }),
			412,
			[],
			true,
		),
		about('write-patch', 'PATCH with the etag is answered 200 with a new one', async () => {
			const before = made.etag;
			const answer = await made.patch(describe('changed'));
			return [answer, answer.status === 200 && made.etag !== before];
		}),
		about('write-add-parameter', 'PATCH adds a parameter that was never set', async () => {
			const answer = await made.patch([
				{ op: 'add', path: '/auth/params/s3SessionToken', value: 'fake' },
			]);
			return [answer, answer.status === 200];
		}),
		about(
			'write-remove',
			'PATCH removes a parameter without a value in the operation',
			async () => {
				const answer = await made.patch([{ op: 'remove', path: '/auth/params/s3SessionToken' }]);
				return [answer, answer.status === 200];
			},
			true,
		),
		refused(
			'write-unknown-operation',
			'PATCH with another operation is answered 1434-400',
			async () => await made.patch([{ op: 'move', from: '/name', path: '/description' }]),
			400,
			['1434-400'],
		),
		refused(
			'write-other-spec',
			'The connection spec cannot be changed: 1414-400',
			async () => await made.patch([{ op: 'replace', path: '/connectionSpec/id', value: S3.id }]),
			400,
			['1414-400'],
		),
		refused(
			'write-content-type',
			'A wrong content type is answered 400 or 415',
			async () => {
				const headers = { 'if-match': made.etag, 'content-type': 'text/plain' };
				const answer = await made.patch('x', { headers });
				return { ...answer, status: answer.status === 415 ? 400 : answer.status };
			},
			400,
			[],
			true,
		),
		refused(
			'write-unknown-spec',
			'An unknown connection spec is answered 400',
			async () =>
				await made.create({
					connectionSpec: { ...S3, id: '00000000-0000-4000-8000-000000000000' },
				}),
			400,
			[],
		),
		refused(
			'write-unknown-auth',
			'An unknown kind of authentication is answered 1415-400',
			async () => await made.create({ auth: { specName: 'No Such', params: KEYS } }),
			400,
			['1415-400'],
		),
		refused(
			'write-no-spec-version',
			'A connection spec without its version is answered 422',
			async () => await made.create({ connectionSpec: { id: S3.id } }),
			422,
			[],
		),
	];
}

/** What only a connection of our own shows. Whatever happens, it is deleted. */
export async function connectionWrites(
	probe: Probe,
	check: (facts: readonly Fact[]) => Promise<void>,
): Promise<void> {
	const made = new MadeConnections(probe);
	try {
		await check(factsOf(made));
	} finally {
		const answers = await made.deleteAll().catch((): Answer[] => []);
		await check([afterDelete(made, answers)]);
	}
}

function afterDelete(made: MadeConnections, answers: readonly Answer[]): Fact {
	return {
		id: 'write-delete',
		says: 'DELETE is answered 204 or 202, and the connection is gone: 404',
		section,
		async check() {
			const last = answers.at(-1);
			if (last === undefined) {
				return notReached(
					made.first === undefined
						? 'No connection could be created'
						: `Delete the connections named "${made.name}" by hand: ${[...made.ids].join(', ')}`,
				);
			}
			const failed = answers.slice(0, -1).find(({ status }) => ![202, 204].includes(status));
			return holds(failed ?? last, failed === undefined && last.status === 404);
		},
	};
}
