import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { createConnection } from '../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import { HttpClient } from '../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import { ExecutionCredential } from '../../nodes/AdobeExperiencePlatform/adobe/session';
import { clientOf, draft, roleDraft } from '../unit/fakeExecution';

/** An error of the network as n8n 2.41 wraps it, with its cause, or as n8n 2.8 does, without. */
function unreachable(code: string, syscall: string, version: string): Error {
	const message = `${syscall} ${code}`;
	const cause = Object.assign(new Error(message), { code, syscall });
	const error = Object.assign(new Error('n8n says something of its own'), {
		httpCode: code,
		messages: [message],
		context: {},
	});
	return version === '2.41' ? Object.assign(error, { cause }) : error;
}

/** A service that carries out the first POST and whose answer the network then loses. */
function serviceThatLoses(failure: Error, isCarriedOut: boolean) {
	const made: object[] = [];
	const methods: string[] = [];
	const helpers = {
		httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
			const { method = 'GET', body } = options;
			methods.push(method);
			if (method === 'GET') return { statusCode: 200, headers: {}, body: { items: made } };
			const { name } = body as { name: string };
			const isFirst = methods.filter((one) => one === 'POST').length === 1;
			if (isFirst && !isCarriedOut) throw failure;
			const id = `${failure.message} ${made.length} ${name}`;
			made.push({
				...(body as object),
				id,
				etag: '"1"',
				createdAt: Date.parse('2026-11-21T12:00:00Z'),
			});
			if (isFirst) throw failure;
			return { statusCode: 201, headers: {}, body: { id, etag: '"1"' } };
		},
	};
	const data = { accessToken: 'tok', sandboxName: 'dev' };
	const credential = new ExecutionCredential(data, async () => ({ ...data }));
	const context = { helpers } as unknown as IExecuteFunctions;
	return { http: new HttpClient(context, credential, { timeout: 60 }), made, methods };
}

const CASES = ['EHOSTUNREACH', 'ENETUNREACH'].flatMap((code) =>
	['2.8', '2.41'].map((version) => [code, version] as const),
);

describe('A network that is not reachable any more', () => {
	it.each(CASES)(
		'%s from an established socket (n8n %s) does not make a second connection',
		async (code, version) => {
			for (const syscall of ['read', 'write']) {
				const { http, made, methods } = serviceThatLoses(unreachable(code, syscall, version), true);
				const claimed = { ...roleDraft, name: `${code}${version}${syscall}` };
				const { id } = await createConnection(clientOf(http).client, claimed);
				expect(made).toMatchObject([{ id }]);
				expect(made).toHaveLength(1);
				expect(methods).toEqual(['POST', 'GET']);
			}
		},
	);

	it.each(CASES)('%s while connecting (n8n %s) costs no look', async (code, version) => {
		const { http, made, methods } = serviceThatLoses(unreachable(code, 'connect', version), false);
		await createConnection(clientOf(http).client, { ...draft, name: `${code}${version}` });
		expect(made).toHaveLength(1);
		expect(methods).toEqual(['POST', 'POST']);
	});
});
