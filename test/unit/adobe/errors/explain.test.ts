/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a test, never part of the published package; its secrets are made up */
import { explain } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';
import type {
	NetworkReason,
	Outcome,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';

const HIDDEN = 'made-up-text-of-26-letters';

const answer = (status: number, body: unknown): Outcome => ({
	kind: 'answer',
	status,
	headers: {},
	body,
});
const broken: Outcome = { kind: 'network', reason: 'broken', maybeSent: true };

const body = {
	type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
	report: { 'detailed-message': 'See v1.2 of it. Not there.', 'request-id': 'in-report' },
};

describe('The message for a person about an answer', () => {
	it('holds what happened, how to fix it, and words, code, status and request ID of Adobe', () => {
		const failure = explain(answer(404, body), {
			secrets: [],
			about: { noun: 'connection' },
			tries: 3,
		});
		expect(failure.message).toBe('There is no connection with this ID in this sandbox');
		expect(failure.description).toMatch(
			/^It may have been deleted.*\. Adobe says: "See v1\.2 of it\. Not there\." Adobe's code: FLOW-1439-404\. HTTP status: 404\. Request ID: in-report\. It was tried 3 times\.$/,
		);
		expect(failure.httpCode).toBe('404');
	});

	it('is about an object if the request does not say what it was about', () => {
		expect(explain(answer(404, body), { secrets: [] }).message).toBe(
			'There is no object with this ID in this sandbox',
		);
	});

	it('holds no more than there is to say', () => {
		const { description } = explain(answer(409, ''), { secrets: [] });
		expect(description).toBe('Read it with Get, then decide. HTTP status: 409.');
	});

	it.each([
		['words', { message: `It is ${HIDDEN}` }],
		['code', { error_code: HIDDEN }],
		['request ID', { report: { 'request-id': HIDDEN } }],
	])('holds no secret that comes back as its %s', (_what, echoed) => {
		const { description } = explain(answer(400, echoed), { secrets: [HIDDEN] });
		expect(description).toContain('***');
		expect(description).not.toContain(HIDDEN.slice(0, 8));
	});
});

describe('The message for a person about a failure of the network', () => {
	it.each<[reason: NetworkReason, message: RegExp, description: RegExp]>([
		['refused', /refuses connections/, /^Check the network, proxy and firewall/],
		['unknownHost', /host of Adobe Experience Platform is not known/, /^Check the network, proxy/],
		['unreachable', /cannot be reached/, /^Check the network, proxy and firewall/],
		['timeout', /did not answer in time/, /raise the Timeout option/],
		['broken', /broke before the whole response/, /^Check the network, proxy and firewall/],
		['tls', /certificate .* not trusted/, /NODE_EXTRA_CA_CERTS/],
	])('%s', (reason, message, description) => {
		const failure = explain({ kind: 'network', reason, maybeSent: true }, { secrets: [] });
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
		expect(failure.description).toMatch(/\.$/);
		expect(failure.httpCode).toBeUndefined();
	});

	it.each([
		[1, false],
		[2, true],
	])('says after %i tries how many there were: %s', (tries, isSaid) => {
		const { description } = explain(broken, { secrets: [], tries });
		expect(description.endsWith(` It was tried ${tries} times.`)).toBe(isSaid);
	});
});

describe('The message for a person if nothing was sent', () => {
	const message = `No, ${HIDDEN}`;

	it.each<[outcome: Outcome]>([
		[{ kind: 'ims', message, isPassing: false }],
		[{ kind: 'ims', message, isPassing: true }],
		[{ kind: 'blocked', message }],
	])('is that of the one who refused: %j', (outcome) => {
		const failure = explain(outcome, { secrets: [HIDDEN] });
		expect([failure.message, failure.description]).toEqual(['No, ***', '']);
	});
});

it('Secrets that no one here knows are cleared of what Adobe quotes, even if it is cut', () => {
	const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYFAKEFAKE12';
	const quoted = [
		'Storage answered 403 for https://a.blob.core.windows.net/x?sp=rl&sig=FAKEfakeFAKE%3D',
		`AccountName=acme;AccountKey=${key}==`,
		`{"AWSAccessKeyId":"ASIAFAKEFAKEFAKEFAKE","SecretAccessKey":"${key}"}`,
		'Authorization: Bearer fakeFAKE0123456789fake',
		'-----BEGIN RSA PRIVATE KEY-----\nRkFLRWZha2VGQUtF',
		`${'word '.repeat(55)}secret key ${key}`,
	];
	for (const text of quoted) {
		for (const body of [
			{ errorMessage: text },
			{ report: { 'detailed-message': `Error message: ${text}` } },
			{ errors: [{ message: text }] },
			text,
		]) {
			const { message, description } = explain(answer(400, body), { secrets: [] });
			expect(`${message} ${description}`).not.toMatch(
				/FAKEfake|wJalrXUt|ASIAFAKE|fakeFAKE|RkFLRWZh/,
			);
		}
	}
});
