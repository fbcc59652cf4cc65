import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { keySet, storedParams, updateToken } from '../cases';

const local = useLocalAdobe();

describe('The options of Update Session Token', () => {
	it('go back to long-term keys: the pair is written and the token removed', async () => {
		const { id } = local.adobe.seedConnection({ params: { ...keySet(1), bucketName: 'a-bucket' } });
		const { s3AccessKey, s3SecretKey } = keySet(2);
		const { json } = await runNode(local.credential(), {
			parameters: updateToken(id, {
				s3AccessKey,
				s3SecretKey,
				options: { removeSessionToken: true },
			}),
		});
		expect(storedParams(local.adobe, id)).toEqual({
			s3AccessKey,
			s3SecretKey,
			bucketName: 'a-bucket',
		});
		expect(json[0]?.updated).toEqual(['s3AccessKey', 's3SecretKey', 's3SessionToken']);
	});

	const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

	it.each<[string, (date: Date) => INodeParameters[string]]>([
		['an ISO date', (date) => date.toISOString()],
		['epoch seconds', (date) => date.getTime() / 1000],
		['epoch milliseconds', (date) => date.getTime()],
		[
			'epoch seconds as JSON of AWS STS writes them',
			(date) => (date.getTime() / 1000).toExponential(),
		],
	])('take the expiration as %s and give it out again', async (_form, write) => {
		const { id } = local.adobe.seedConnection({});
		const date = inMinutes(90);
		const { json, hints } = await runNode(local.credential(), {
			parameters: updateToken(id, { ...keySet(1), options: { expiration: write(date) } }),
		});
		expect(json[0]?.expiresAt).toBe(date.toISOString());
		expect(hints).toEqual([]);
	});

	it.each([
		[29, /expire in 2[89] minutes/],
		[-5, /expired at/],
	])('hint at keys that expire in %i minutes', async (minutes, text) => {
		const { id } = local.adobe.seedConnection({});
		const { hints } = await runNode(local.credential(), {
			parameters: updateToken(id, {
				...keySet(1),
				options: { expiration: inMinutes(minutes).toISOString() },
			}),
		});
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(text)]);
	});

	it('test the connection afterwards', async () => {
		const { id } = local.adobe.seedConnection({});
		local.adobe.set({ testResult: true });
		const { json } = await runNode(local.credential(), {
			parameters: updateToken(id, { ...keySet(1), options: { testAfterUpdate: true } }),
		});
		expect(json[0]).toMatchObject({ id, testResult: true });
	});

	it('refuse an expiration that is no date before anything is sent', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: updateToken('any', { ...keySet(1), options: { expiration: 'soon' } }),
		});
		expect(error?.message).toBe('Expiration is not a date');
		expect(local.adobe.journal).toEqual([]);
	});
});
