import type { IExecuteFunctions } from 'n8n-workflow';
import { HttpClient, type Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import { ExecutionCredential } from '../../../nodes/AdobeExperiencePlatform/adobe/session';

it('A download that breaks before it begins is a failure of the network as any other request', async () => {
	let requests = 0;
	const httpRequestWithAuthentication = async () => {
		requests++;
		const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		throw Object.assign(new Error('n8n says something of its own'), { cause });
	};
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const data = { accessToken: 'tok', sandboxName: 'dev' };
	const credential = new ExecutionCredential(data, async () => ({ ...data }));
	const http = new HttpClient(context, credential, { timeout: 60 });
	const read: Request = { method: 'GET', path: '/data/x' };
	const readPieces = jest.fn();
	const outcome = await http.send({ ...read, readPieces });
	expect(outcome).toMatchObject({ kind: 'network', reason: 'broken' });
	expect(await http.send(read)).toEqual(outcome);
	expect(readPieces).not.toHaveBeenCalled();
	expect(requests).toBe(2);
});
