/* eslint-disable @n8n/community-nodes/no-restricted-globals -- loaded into n8n by the benchmark alone, never part of the published package */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { Pool } from 'undici';

import { benchNode } from './benchNode';

/** What the loop is told in the environment, since it has no credential. */
interface Access {
	url: string;
	clientId: string;
	clientSecret: string;
	scopes: string;
	organizationId: string;
	sandboxName: string;
}

const CONCURRENCY = 50;
const CONNECTIONS = '/data/foundation/flowservice/connections';
const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';

/**
 * The limit: a loop over keep-alive connections with nothing around it. No look at a status, no further try, no proxy,
 * no guard: nobody should use it, and nothing that does the same requests can be much faster.
 */
export class BareLoop implements INodeType {
	description = benchNode('bareLoop', 'Bare Loop');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const access = JSON.parse(process.env.BENCH_ACCESS ?? '') as Access;
		const pool = new Pool(access.url, { connections: CONCURRENCY });
		const headers = await headersFor(pool, access);
		const items = this.getInputData();
		const outputs: INodeExecutionData[] = new Array<INodeExecutionData>(items.length);
		let next = 0;
		const worker = async () => {
			for (let item = next++; item < items.length; item = next++) {
				const json = await work(pool, headers, items[item]?.json ?? {});
				outputs[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: CONCURRENCY }, worker));
		await pool.close();
		return [outputs];
	}
}

async function headersFor(pool: Pool, access: Access): Promise<Record<string, string>> {
	const { body } = await pool.request({
		method: 'POST',
		path: '/ims/token/v3',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: access.clientId,
			client_secret: access.clientSecret,
			scope: access.scopes,
		}).toString(),
	});
	const { access_token } = (await body.json()) as { access_token: string };
	return {
		authorization: `Bearer ${access_token}`,
		'x-api-key': access.clientId,
		'x-gw-ims-org-id': access.organizationId,
		'x-sandbox-name': access.sandboxName,
		'content-type': 'application/json',
	};
}

/** An item without an ID becomes a connection; one with an ID gets new keys, after its etag is read if it has none. */
async function work(pool: Pool, headers: object, item: IDataObject): Promise<IDataObject> {
	const keys = {
		s3AccessKey: item.s3AccessKey,
		s3SecretKey: item.s3SecretKey,
		s3SessionToken: item.s3SessionToken,
	};
	const send = async (
		method: 'GET' | 'POST' | 'PATCH',
		path: string,
		more: object,
		body?: object,
	) => {
		const response = await pool.request({
			method,
			path: CONNECTIONS + path,
			headers: { ...headers, ...more },
			...(body && { body: JSON.stringify(body) }),
		});
		return (await response.body.json()) as IDataObject;
	};
	if (item.id === undefined) {
		return await send(
			'POST',
			'',
			{},
			{
				name: item.name,
				auth: { specName: 'Access Key', params: keys },
				connectionSpec: { id: S3_SPEC, version: '1.0' },
			},
		);
	}
	const path = `/${String(item.id)}`;
	const read = async () =>
		((await send('GET', path, {})) as { items: [{ etag: string }] }).items[0].etag;
	const etag = item.etag ?? (await read());
	const patch = Object.entries(keys).map(([name, value]) => ({
		op: 'add',
		path: `/auth/params/${name}`,
		value,
	}));
	return await send('PATCH', path, { 'if-match': etag }, patch);
}
