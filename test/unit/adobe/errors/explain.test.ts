/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a test, never part of the published package; its secrets are made up */
import {
	explain as explainClear,
	isTokenRefused,
	notFound,
	problemFor,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';
import type { About } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import { redactor, SecretForms } from '../../../../nodes/AdobeExperiencePlatform/adobe/redact';
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
interface Asked {
	secrets: string[];
	about?: About;
	tries?: number;
}

const explain = (outcome: Outcome, { secrets, about = {}, tries = 1 }: Asked) =>
	explainClear(outcome, { clear: redactor(new SecretForms(secrets)), about, tries });
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

	it.each<[outcome: Outcome, httpCode: string | undefined]>([
		[{ kind: 'ims', message, isPassing: false }, '401'],
		[{ kind: 'ims', message, isPassing: true }, undefined],
		[{ kind: 'blocked', message }, undefined],
	])('is that of the one who refused: %j', (outcome, httpCode) => {
		const failure = explain(outcome, { secrets: [HIDDEN] });
		expect([failure.message, failure.description]).toEqual(['No, ***', '']);
		expect(failure.httpCode).toBe(httpCode);
		const { description } = explain(outcome, { secrets: [HIDDEN], tries: 3 });
		expect(description).toBe('It was tried 3 times.');
	});
});

describe('A 401 refuses the access token,', () => {
	it.each<[what: string, body: unknown]>([
		['if it says so', { error_code: 401013, message: 'Oauth token is not valid' }],
		['if it says nothing', ''],
		['if it says nothing of a permission', { message: 'Unknown caller' }],
		['if what is not allowed is a token', { message: 'The bearer token is not allowed' }],
		['if what is not allowed is a key of the API', { message: 'This apikey is not allowed' }],
		['if its code is known', { error_code: '403010', message: 'Access denied' }],
	])('%s', (_what, refusal) => expect(isTokenRefused(answer(401, refusal))).toBe(true));

	it.each([
		'You are not authorized.',
		'You are not authorised.',
		'Access denied.',
		'Access is denied.',
		'Access was denied.',
		'A permission is missing.',
		'This is forbidden.',
	])('but not with the words "%s"', (message) => {
		expect(isTokenRefused(answer(401, { message }))).toBe(false);
	});

	it('and nothing else does', () => {
		expect(isTokenRefused(answer(403, { message: 'Oauth token is not valid' }))).toBe(false);
		expect(isTokenRefused(answer(400, ''))).toBe(false);
		expect(isTokenRefused(broken)).toBe(false);
	});
});

describe('What does not exist may be chosen anew', () => {
	const sandbox = 'Check also the sandbox of the credential or of the Sandbox Name option.';

	it.each([
		['connection', 'choose another one from the list, or check the ID.'],
		['dataset', 'choose another one from the list, or check the ID.'],
		[
			'dataflow',
			'choose another one from the list, or check the ID. If it is the ID of a run, use dataflowId of that run.',
		],
		['mapping set', 'check the ID.'],
	])('%s', (noun, words) => {
		expect(notFound(noun)).toMatchObject({
			httpCode: '404',
			message: `There is no ${noun} with this ID in this sandbox`,
			description: `It may have been deleted: ${words} ${sandbox}`,
		});
	});
});

it('Only a source that refuses Adobe is the cause of a failure', () => {
	const words = 'ExpiredToken: The provided token has expired.';
	const refused = problemFor({ status: 400, codes: ['FLOW-1308-400'], text: words }, {});
	expect(refused.sourceCause).toBe('expired');
	expect(problemFor({ status: 400 }, {})).not.toHaveProperty('sourceCause');
});

it('A page in place of an answer is no refusal, but an error of the server stays one', () => {
	const page = { isPage: true };
	const message = problemFor({ status: 404, ...page }, {}).message;
	expect(problemFor({ status: 403, ...page }, {}).message).toBe(message);
	expect(problemFor({ status: 200 }, {}).message).toBe(message);
	expect(problemFor({ status: 500, ...page }, {}).message).toBe('Adobe server error (HTTP 500)');
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
