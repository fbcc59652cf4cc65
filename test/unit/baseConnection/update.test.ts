import type { Connection } from '../../../nodes/AdobeExperiencePlatform/flowService/baseConnection';
import {
	BASE_CONNECTION,
	keysPatch,
	updateConnection,
} from '../../../nodes/AdobeExperiencePlatform/flowService/baseConnection';
import { EtagReader } from '../../../nodes/AdobeExperiencePlatform/transport/entity/etagReader';
import { answer, fakeClient } from '../fakeRun';

const token = keysPatch({ s3AccessKey: '', s3SecretKey: '', s3SessionToken: 't' }, false);
const shows = (etag: string, s3AccessKey: string) => {
	const connection: Connection = { id: '1', etag, auth: { params: { s3AccessKey } } };
	return answer(200, { items: [connection] });
};

describe('A session token alone', () => {
	const update = async (keyAfterConflict: string) => {
		const { client, calls } = fakeClient(
			shows('"1"', 'k'),
			answer(412),
			shows('"2"', keyAfterConflict),
			answer(200, { etag: '"3"' }),
		);
		const etags = new EtagReader(BASE_CONNECTION);
		const wanted = { patch: token, etag: '', keepsKeys: true };
		const result = await updateConnection(client, '1', wanted, etags).catch((e: Error) => e);
		return { result, ifMatch: calls.flatMap((call) => call.ifMatch ?? []) };
	};

	it('is written over a conflict that left the keys', async () => {
		const { result, ifMatch } = await update('k');
		expect(result).toMatchObject({ etag: '"3"' });
		expect(ifMatch).toEqual(['"1"', '"2"']);
	});

	it('is not written beside a key pair that somebody has replaced in between', async () => {
		const { result, ifMatch } = await update('another');
		expect(result).toMatchObject({
			message: 'Somebody else replaced the S3 keys of this connection in the meantime',
			httpCode: '412',
		});
		expect(ifMatch).toEqual(['"1"']);
	});

	it('is not written after an own write without a look at the keys of now', async () => {
		const { client, calls } = fakeClient(shows('"1"', 'k'), answer(200, { etag: '"2"' }));
		const etags = new EtagReader(BASE_CONNECTION);
		etags.store({ id: '1', etag: '"0"' });
		await updateConnection(client, '1', { patch: token, etag: '', keepsKeys: true }, etags);
		expect(calls.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
			['GET', undefined],
			['PATCH', '"1"'],
		]);
	});
});
