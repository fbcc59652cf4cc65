import {
	BASE_CONNECTION,
	type Connection,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import {
	credentialsPatch,
	updateConnection,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/update';
import { s3AccessKey } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import { etagsOf } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/etags';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { answer, fakeClient } from '../fakeExecution';

const patch = credentialsPatch(s3AccessKey, { s3SessionToken: 't' }, false);
/** What the operation asks of every further read. */
const sameKeys = (current: Connection, first: Connection) => {
	if (first.auth?.params?.s3AccessKey !== current.auth?.params?.s3AccessKey) {
		throw new Failure('Other keys', '');
	}
};
const shows = (etag: string, key: string) => {
	const connection: Connection = { id: '1', etag, auth: { params: { s3AccessKey: key } } };
	return answer(200, { items: [connection] });
};

describe('An update that fits only what it has read first', () => {
	const update = async (keyAfterConflict: string) => {
		const { client, calls } = fakeClient(
			shows('"1"', 'k'),
			answer(412),
			shows('"2"', keyAfterConflict),
			answer(200, { etag: '"3"' }),
		);
		const wanted = { patch, check: sameKeys, sees: 'all' as const };
		const result = await updateConnection(client, '1', wanted, '').catch((e: Error) => e);
		return { result, ifMatch: calls.flatMap((call) => call.ifMatch ?? []) };
	};

	it('is written over a conflict that left the keys', async () => {
		const { result, ifMatch } = await update('k');
		expect(result).toMatchObject({ etag: '"3"' });
		expect(ifMatch).toEqual(['"1"', '"2"']);
	});

	it('is not written beside a key pair that somebody has replaced in between', async () => {
		const { result, ifMatch } = await update('another');
		expect(result).toMatchObject({ message: 'Other keys' });
		expect(ifMatch).toEqual(['"1"']);
	});

	it('is not written after an own write without a look at the keys of now', async () => {
		const { client, calls } = fakeClient(shows('"1"', 'k'), answer(200, { etag: '"2"' }));
		etagsOf(client, BASE_CONNECTION).store({ id: '1', etag: '"0"' });
		await updateConnection(client, '1', { patch, check: sameKeys, sees: 'all' }, '');
		expect(calls.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
			['GET', undefined],
			['PATCH', '"1"'],
		]);
	});
});

describe('An update that is for connections of another kind', () => {
	const check = (connection: Connection) => {
		if (connection.auth?.specName === 'other') throw new Failure('Of another kind', '');
	};
	const other = answer(200, { items: [{ id: '1', etag: '"1"', auth: { specName: 'other' } }] });
	const update = async (etag: string, ...outcomes: Parameters<typeof fakeClient>) => {
		const { client, calls } = fakeClient(...outcomes);
		const result = updateConnection(client, '1', { patch, check }, etag);
		return { result: await result.catch((error: Error) => error), calls };
	};

	it('is not written', async () => {
		const { result, calls } = await update('', other);
		expect(result).toMatchObject({ message: 'Of another kind' });
		expect(calls.map(({ method }) => method)).toEqual(['GET']);
	});

	it('is not written after an own write to the same connection either', async () => {
		const first = answer(200, {
			items: [{ id: '1', etag: '"1"', auth: { specName: 'other', params: { host: 'h' } } }],
		});
		const { client, calls } = fakeClient(first, answer(200, { etag: '"2"' }));
		await updateConnection(client, '1', { patch, check() {} }, '');
		const second = updateConnection(client, '1', { patch, check }, '');
		await expect(second).rejects.toMatchObject({ message: 'Of another kind' });
		expect(calls.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
	});

	it('is not written under an etag of the user if it has to be asked first', async () => {
		const { client, calls } = fakeClient(other);
		const wanted = { patch, check, sees: 'kind' as const };
		const update = updateConnection(client, '1', wanted, '"1"');
		await expect(update).rejects.toMatchObject({ message: 'Of another kind' });
		expect(calls.map(({ method }) => method)).toEqual(['GET']);
	});

	it('is read afterwards if it was refused under an etag of the user', async () => {
		const { result, calls } = await update('"1"', answer(400), other);
		expect(result).toMatchObject({ message: 'Of another kind' });
		expect(calls.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
	});

	it.each([
		['it fits', answer(200, { items: [{ id: '1' }] })],
		['it cannot be read', answer(404)],
	])('keeps the refusal of the service if %s', async (_what, read) => {
		const { result } = await update('"1"', answer(400), read);
		expect(result).toMatchObject({ httpCode: '400' });
	});
});
