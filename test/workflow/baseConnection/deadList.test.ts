import { useLocalAdobe } from '../../support/adobe';
import { listConnections } from '../../support/engine';
import { proxyTo } from '../../support/proxy';
import type { FaultRule } from '../../../local/adobe';

const local = useLocalAdobe();

const CASES: Array<[what: string, faults: FaultRule[], message: RegExp]> = [
	['hangs', [{ kind: 'hang', path: 'flowservice' }], /did not answer/],
	[
		'hangs in the middle of the pages',
		[{ kind: 'hang', path: 'flowservice', skip: 3 }],
		/did not answer/,
	],
	[
		'answers 503',
		[{ kind: 'status', status: 503, path: 'flowservice' }],
		/server error \(HTTP 503\)/,
	],
	[
		'answers 429 with a short Retry-After, again and again',
		[{ kind: 'status', status: 429, retryAfter: '2', path: 'flowservice' }],
		/too many requests/,
	],
	[
		'answers 503 with a Retry-After that is longer than anybody waits',
		[{ kind: 'status', status: 503, retryAfter: '25', path: 'flowservice' }],
		/server error|did not answer/,
	],
	['resets connections', [{ kind: 'reset', path: 'flowservice' }], /connection .* broke/],
	['has an IMS that hangs', [{ kind: 'hang', path: '^/ims/' }], /did not answer/],
	['has an IMS that answers 503', [{ kind: 'status', status: 503, path: '^/ims/' }], /IMS/],
	['has an IMS that resets', [{ kind: 'reset', path: '^/ims/' }], /IMS/],
];

const parameters = { operation: 'get' };

describe('A list for a person gives up within about ten seconds if the service', () => {
	it.each(CASES)('%s', async (_what, faults, message) => {
		const { adobe } = local;
		for (let index = 0; index < 450; index++) adobe.seedConnection({ name: `S3 ${index}` });
		adobe.set({ faults });
		const started = Date.now();
		await expect(
			listConnections(local.credential(), { parameters, filter: 'nowhere' }),
		).rejects.toThrow(message);
		expect(Date.now() - started).toBeLessThan(15_000);
	});

	it.each([
		['refuses connections', {}],
		['has an IMS that refuses connections', { ims: true }],
	])('%s', async (_what, { ims = false }: { ims?: boolean }) => {
		const { url } = await proxyTo(local.adobe.url);
		const credential = local.credential(ims ? { imsUrl: url } : { platformUrl: url });
		const started = Date.now();
		await expect(listConnections(credential, { parameters })).rejects.toThrow(
			ims ? /IMS cannot be reached/ : /refuses connections/,
		);
		expect(Date.now() - started).toBeLessThan(15_000);
	});
});
