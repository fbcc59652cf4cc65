import {
	asFailure,
	Cancelled,
	explain,
	Failure,
} from '../../nodes/AdobeExperiencePlatform/flowService/failure';
import type {
	NetworkReason,
	Outcome,
} from '../../nodes/AdobeExperiencePlatform/flowService/outcome';

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
	it('holds what happened, how to mend it, and words, code, status and request ID of Adobe', () => {
		const failure = explain(answer(404, body), [], 3);
		expect(failure.message).toBe('There is no connection with this ID in this sandbox');
		expect(failure.description).toMatch(
			/^It may have been deleted.*\. Adobe says: "See v1\.2 of it\. Not there\." Adobe's code: FLOW-1439-404\. HTTP status: 404\. Request ID: in-report\. It was tried 3 times\.$/,
		);
		expect(failure.httpCode).toBe('404');
	});

	it('holds no more than there is to say', () => {
		const { description } = explain(answer(409, ''), []);
		expect(description).toBe('Read the connection with Get, then decide. HTTP status: 409.');
	});

	it.each([
		['words', { message: `It is ${HIDDEN}` }],
		['code', { error_code: HIDDEN }],
		['request ID', { report: { 'request-id': HIDDEN } }],
	])('holds no secret that comes back as its %s', (_what, echoed) => {
		const { description } = explain(answer(400, echoed), [HIDDEN]);
		expect(description).toContain('***');
		expect(description).not.toContain(HIDDEN.slice(0, 8));
	});
});

describe('The message for a person about a failure of the network', () => {
	it.each<[reason: NetworkReason, message: RegExp, mend: RegExp]>([
		['refused', /refuses connections/, /^Check the network, proxy and firewall/],
		['unknownHost', /host of the Flow Service is not known/, /^Check the network, proxy/],
		['unreachable', /cannot be reached/, /^Check the network, proxy and firewall/],
		['timeout', /did not answer in time/, /raise the Timeout option/],
		['broken', /broke before the whole answer/, /^Check the network, proxy and firewall/],
		['tls', /certificate .* not trusted/, /NODE_EXTRA_CA_CERTS/],
	])('%s', (reason, message, mend) => {
		const failure = explain({ kind: 'network', reason, maybeSent: true }, []);
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(mend);
		expect(failure.description).toMatch(/\.$/);
		expect(failure.httpCode).toBeUndefined();
	});

	it.each([
		[1, false],
		[2, true],
	])('says after %i tries how many there were: %s', (tries, isSaid) => {
		const { description } = explain(broken, [], tries);
		expect(description.endsWith(` It was tried ${tries} times.`)).toBe(isSaid);
	});
});

describe('The message for a person where nothing was sent', () => {
	it.each(['ims', 'blocked'] as const)('is that of the one who refused: %s', (kind) => {
		const failure = explain({ kind, message: `No, ${HIDDEN}` }, [HIDDEN]);
		expect([failure.message, failure.description]).toEqual(['No, ***', '']);
	});
});

describe('A failure', () => {
	it('takes on what else there is to say', () => {
		const failure = new Failure('What', 'How.', '412').with('More.');
		expect(failure).toBeInstanceOf(Failure);
		expect([failure.message, failure.description, failure.httpCode]).toEqual([
			'What',
			'How. More.',
			'412',
		]);
		expect(new Failure('What', '').with('More.').description).toBe('More.');
	});

	it('is a value where it is caught, and no other error is', async () => {
		const failure = new Failure('What', 'How.');
		expect(asFailure(failure)).toBe(failure);
		const mistake = new TypeError('a mistake in the code');
		await expect(asFailure(mistake)).rejects.toBe(mistake);
	});

	it('can be told from a cancellation by its name', () => {
		expect([String(new Failure('What', 'How.')), String(new Cancelled())]).toEqual([
			'Failure: What',
			'Cancelled: The execution was cancelled',
		]);
	});
});
