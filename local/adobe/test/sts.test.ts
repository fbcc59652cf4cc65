import { sign } from 'aws4';

import { demoAwsKeys } from '../index';
import { pause, type Reply, send, useClient } from './client';

const KEYS = {
	accessKeyId: demoAwsKeys.awsAccessKeyId,
	secretAccessKey: demoAwsKeys.awsSecretAccessKey,
};

describe('AWS STS', () => {
	const client = useClient();

	interface Changes {
		keys?: typeof KEYS;
		service?: string;
		region?: string;
		headers?: Record<string, string>;
		/** changes the request after it was signed */
		tamper?(parameters: string): string;
		method?: 'GET' | 'POST';
	}

	async function sts(parameters: Record<string, string>, changes: Changes = {}): Promise<Reply> {
		const { keys = KEYS, service = 'sts', region = 'us-east-1', method = 'POST' } = changes;
		const text = new URLSearchParams({ Version: '2011-06-15', ...parameters })
			.toString()
			.replaceAll('+', '%20');
		const get = method === 'GET';
		const signed = sign(
			{
				host: client.adobe.url.replace('http://', ''),
				method,
				service,
				region,
				path: get ? `/sts/?${text}` : '/sts/',
				headers: {
					...(!get && { 'content-type': 'application/x-www-form-urlencoded' }),
					...changes.headers,
				},
				...(!get && { body: text }),
			},
			keys,
		);
		const sent = changes.tamper?.(text) ?? text;
		return await send(client.adobe, method, get ? `/sts/?${sent}` : '/sts/', {
			headers: signed.headers,
			...(!get && { body: sent }),
		});
	}

	const json = { headers: { accept: 'application/json' } };
	const tag = (text: string, name: string) =>
		new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

	it('mints a session token in XML', async () => {
		const reply = await sts({ Action: 'GetSessionToken' });
		expect(reply.status).toBe(200);
		expect(reply.headers['content-type']).toMatch('text/xml');
		expect(reply.text).toMatch(
			/^<GetSessionTokenResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetSessionTokenResult><Credentials>/,
		);
		expect(tag(reply.text, 'AccessKeyId')).toMatch(/^ASIA[A-Z2-7]{16}$/);
		expect(tag(reply.text, 'SecretAccessKey')).toHaveLength(40);
		expect(tag(reply.text, 'SessionToken')?.length).toBeGreaterThan(300);
		const ends = Date.parse(String(tag(reply.text, 'Expiration')));
		expect(Math.abs(ends - Date.now() - 43_200_000)).toBeLessThan(5000);
	});

	it('mints in JSON when that is asked for, with the end in epoch seconds', async () => {
		const reply = await sts({ Action: 'GetSessionToken', DurationSeconds: '900' }, json);
		expect(reply.body).toEqual({
			GetSessionTokenResponse: {
				GetSessionTokenResult: {
					Credentials: {
						AccessKeyId: expect.stringMatching(/^ASIA/) as string,
						SecretAccessKey: expect.any(String) as string,
						SessionToken: expect.any(String) as string,
						Expiration: expect.any(Number) as number,
					},
				},
				ResponseMetadata: { RequestId: expect.any(String) as string },
			},
		});
		const { GetSessionTokenResponse: inner } = reply.body as {
			GetSessionTokenResponse: { GetSessionTokenResult: { Credentials: { Expiration: number } } };
		};
		const { Expiration } = inner.GetSessionTokenResult.Credentials;
		expect(Math.abs(Expiration - Date.now() / 1000 - 900)).toBeLessThan(5);
	});

	it('mints a new set each time, by GET as well', async () => {
		const one = await sts({ Action: 'GetSessionToken' }, { method: 'GET' });
		const two = await sts({ Action: 'GetSessionToken' }, { method: 'GET' });
		expect([one.status, two.status]).toEqual([200, 200]);
		expect(tag(one.text, 'SessionToken')).not.toBe(tag(two.text, 'SessionToken'));
	});

	it('assumes a role', async () => {
		const reply = await sts({
			Action: 'AssumeRole',
			RoleArn: 'arn:aws:iam::123456789012:role/reader',
			RoleSessionName: 'n8n run',
		});
		expect(reply.status).toBe(200);
		expect(tag(reply.text, 'Arn')).toBe('arn:aws:sts::123456789012:assumed-role/reader/n8n run');
		expect(
			Math.abs(Date.parse(String(tag(reply.text, 'Expiration'))) - Date.now() - 3_600_000),
		).toBeLessThan(5000);
	});

	it('says who the caller is', async () => {
		const reply = await sts({ Action: 'GetCallerIdentity' }, { method: 'GET' });
		expect(tag(reply.text, 'Arn')).toMatch(/^arn:aws:iam::/);
	});

	it('takes region and service as the caller states them', async () => {
		for (const odd of [{ region: '0', service: '127' }, { service: '' }]) {
			expect((await sts({ Action: 'GetSessionToken' }, odd)).status).toBe(200);
		}
	});

	it('makes keys that the connection test accepts until they end', async () => {
		client.adobe.set({ stsLifetime: 1 });
		const { text } = await sts({ Action: 'GetSessionToken' });
		const params = {
			s3AccessKey: tag(text, 'AccessKeyId'),
			s3SecretKey: tag(text, 'SecretAccessKey'),
			s3SessionToken: tag(text, 'SessionToken'),
		};
		const { id } = client.adobe.seedConnection({ params });
		// The end is a whole second: a second may be nearly over.
		const tested = async () => (await client.get(`/connections/${id}/test`)).body.result;
		const ends = Date.parse(String(tag(text, 'Expiration')));
		const early = await tested();
		if (Date.now() < ends) expect(early).toBe(true);
		await pause(ends - Date.now() + 20);
		expect(await tested()).toBe(false);
	});

	it.each<[string, Changes, number, string]>([
		[
			'a wrong secret',
			{ keys: { ...KEYS, secretAccessKey: 'wrong' } },
			403,
			'SignatureDoesNotMatch',
		],
		[
			'an unknown key id',
			{ keys: { ...KEYS, accessKeyId: 'AKIAOTHER' } },
			403,
			'InvalidClientTokenId',
		],
		[
			'an old request',
			{ headers: { 'x-amz-date': '20200101T000000Z' } },
			403,
			'SignatureDoesNotMatch',
		],
		[
			'a changed body',
			{ tamper: (text) => text.replace('2011', '2012') },
			403,
			'SignatureDoesNotMatch',
		],
		[
			'a changed query',
			{ method: 'GET', tamper: (text) => `${text}&DurationSeconds=129600` },
			403,
			'SignatureDoesNotMatch',
		],
	])('refuses %s', async (_what, changes, status, code) => {
		const reply = await sts({ Action: 'GetSessionToken' }, changes);
		expect(reply.status).toBe(status);
		expect(tag(reply.text, 'Code')).toBe(code);
		expect(reply.text).not.toContain('SessionToken');
	});

	it('refuses an unsigned request, in JSON too', async () => {
		const reply = await send(client.adobe, 'POST', '/sts/', {
			headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
			body: 'Action=GetSessionToken',
		});
		expect(reply.status).toBe(403);
		expect(reply.body).toMatchObject({
			Error: { Code: 'MissingAuthenticationToken', Type: 'Sender' },
		});
	});

	it.each([
		[{ Action: 'Other' }, 'InvalidAction'],
		[{ Action: 'GetSessionToken', DurationSeconds: '899' }, 'ValidationError'],
		[{ Action: 'GetSessionToken', DurationSeconds: '129601' }, 'ValidationError'],
		[{ Action: 'AssumeRole', RoleSessionName: 'x' }, 'ValidationError'],
		[{ Action: 'AssumeRole', RoleArn: 'x' }, 'ValidationError'],
	])('refuses %j', async (parameters, code) => {
		const reply = await sts(parameters as unknown as Record<string, string>);
		expect([reply.status, tag(reply.text, 'Code')]).toEqual([400, code]);
	});
});
