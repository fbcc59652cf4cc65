/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a stand-in for a service needs an HTTP server */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { callLines, create, keySet, updateToken } from './cases';

const local = useLocalAdobe();

describe('A failure that lasts costs one call:', () => {
	it.each([
		[400, /not entitled to this source/],
		[403, /not entitled for this organization/],
		[404, /did not find something that the connection refers to/],
		[409, /does not allow the request/],
		[415, /form of the request/],
		[422, /refuses the values/],
		[501, /Adobe server error/],
	])('status %i', async (status, message) => {
		const { adobe } = local;
		adobe.set({ faults: [{ kind: 'status', status, path: 'flowservice' }] });
		const { error } = await runNode(local.credential(), { parameters: create() });
		expect(error?.message).toMatch(message);
		expect(error?.httpCode).toBe(String(status));
		expect(callLines(adobe)).toEqual(['POST ']);
		expect(adobe.connections()).toEqual([]);
	});

	it('an update with a status that lasts is one read', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection({ sandboxName: 'prod' });
		const { error } = await runNode(local.credential(), {
			parameters: updateToken(id, keySet(1)),
		});
		expect(error?.message).toBe('There is no connection with this ID in this sandbox');
		expect(callLines(adobe)).toEqual([`GET /${id}`]);
	});
});

describe('What the local Adobe refuses is explained:', () => {
	it.each([
		['profile', '403025', /not entitled for this organization/, /Organization ID/],
		['region', '403027', /does not know the Organization ID/, /product profile/],
		['permission', 'FLOW-2120-403', /lacks a permission/, /Manage Sources/],
	] as const)('%s', async (forbid, code, message, description) => {
		local.adobe.set({ forbid });
		const { error } = await runNode(local.credential(), { parameters: create() });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(error?.description).toContain(`Adobe's code: ${code}.`);
		expect(error?.description).toMatch(/Request ID: \w+\.$/);
	});

	it.each([
		['clientId', 'another0key', /does not know the Client ID/],
		['organizationId', 'another@AdobeOrg', /not entitled for this organization/],
		['sandboxName', 'nowhere', /does not know the sandbox/],
	])('a wrong %s', async (name, value, message) => {
		const { adobe } = local;
		const credential = local.credential();
		await runNode(credential, { parameters: create() });
		credential.data = { ...credential.data, [name]: value };
		const { error } = await runNode(credential, { parameters: create() });
		expect(error?.message).toMatch(message);
		expect(adobe.connections()).toHaveLength(1);
	});

	it('a connection with the older error envelope', async () => {
		const { adobe } = local;
		adobe.set({ errorShape: 'older' });
		const { id } = adobe.seedConnection();
		const { error } = await runNode(local.credential(), {
			parameters: updateToken(id, { ...keySet(1), options: { etag: 'old' } }),
		});
		expect(error?.message).toBe('The connection was changed since its etag was read');
		expect(error?.description).toContain('Supplied version=[');
		expect(callLines(adobe)).toEqual([`PATCH /${id}`]);
	});
});

/** A service that gives one answer to all but token requests. */
async function startStandIn(
	status: number,
	headers: Record<string, string>,
	body: string,
): Promise<Server> {
	const server = createServer((request, response) => {
		const isIms = request.url === '/ims/token/v3';
		request.resume().on('end', () => {
			response.writeHead(isIms ? 200 : status, {
				'content-type': 'application/json',
				...(isIms ? {} : headers),
			});
			response.end(isIms ? '{"access_token":"t0ken-of-the-stand-in","expires_in":86399}' : body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

describe('Each envelope of an error becomes a message with code and request ID:', () => {
	const flow = {
		type: 'https://ns.adobe.com/aep/errors/FLOW-1416-400',
		title: 'Invalid request',
		status: 400,
		report: { 'detailed-message': 'Not in that state.', 'request-id': 'req-in-report' },
		errorMessage: 'Older words.',
		errorDetails: 'Older words.',
	};
	const header = { 'x-request-id': 'req-in-header' };

	it.each<[string, number, Record<string, string>, string | object, RegExp, string[]]>([
		[
			'gateway, code as text',
			403,
			header,
			{ error_code: '403003', message: 'Api Key is invalid' },
			/Client ID/,
			['Api Key is invalid', '403003', 'req-in-header'],
		],
		[
			'gateway, code as number',
			403,
			header,
			{ error_code: 403027, message: 'User region is missing' },
			/does not know the Organization ID/,
			['User region is missing', '403027', 'req-in-header'],
		],
		[
			'Flow Service, current',
			400,
			header,
			flow,
			/state that does not allow/,
			['Not in that state.', 'FLOW-1416-400', 'req-in-report'],
		],
		[
			'Flow Service, older',
			404,
			header,
			{ errorMessage: 'connections not found with id = [x]' },
			/did not find something/,
			['connections not found with id', 'req-in-header'],
		],
		[
			'Flow Service, create',
			400,
			header,
			{ message: 'Please provide a valid spec id' },
			/refuses the request/,
			['Please provide a valid spec id', 'req-in-header'],
		],
		[
			'Platform',
			400,
			header,
			{
				type: '/placeholder/type/uri',
				status: 400,
				title: 'BadRequestError',
				detail: 'A valid content-type must be specified',
			},
			/refuses the request/,
			['A valid content-type must be specified', 'req-in-header'],
		],
		[
			'IMS',
			400,
			header,
			{ error: 'invalid_request', error_description: 'something is off' },
			/refuses the request/,
			['something is off', 'invalid_request', 'req-in-header'],
		],
		['nothing', 403, header, '', /lacks a permission/, ['HTTP status: 403', 'req-in-header']],
		[
			'a page',
			404,
			{ 'content-type': 'text/html' },
			'<html><h1>Not here</h1></html>',
			/does not come from a Platform API/,
			['HTTP status: 404'],
		],
	])('%s', async (_what, status, headers, body, message, parts) => {
		const server = await startStandIn(
			status,
			headers,
			typeof body === 'string' ? body : JSON.stringify(body),
		);
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		try {
			const { error } = await runNode(local.credential({ imsUrl: url, platformUrl: url }), {
				parameters: create(),
			});
			expect(error?.name).toBe('NodeApiError');
			expect(error?.message).toMatch(message);
			for (const part of parts) expect(error?.description).toContain(part);
			expect(error?.description).not.toContain('<');
			expect(error?.httpCode).toBe(String(status));
		} finally {
			server.close();
			server.closeAllConnections();
		}
	});
});
