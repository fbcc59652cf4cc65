import type { IExecuteFunctions } from 'n8n-workflow';
import { HttpClient, type Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import {
	hasStatus,
	type Outcome,
	isSuccess,
	isAnswered,
	type Verdict,
	judge,
	type NetworkReason,
	backoff,
	retryAfter,
} from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { ExecutionCredential } from '../../../nodes/AdobeExperiencePlatform/adobe/session';
import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { answer, broken } from '../fakeExecution';

describe('An outcome', () => {
	it('has the status of its answer, and no other', () => {
		expect(hasStatus(answer(412), 412)).toBe(true);
		expect(hasStatus(answer(404), 412)).toBe(false);
		expect(hasStatus(broken, 412)).toBe(false);
		// A status beside a failure that is no answer does not count.
		expect(hasStatus({ ...broken, status: 412 } as Outcome, 412)).toBe(false);
	});
});

describe('A success', () => {
	it.each([
		[199, false],
		[200, true],
		[299, true],
		[300, false],
		[404, false],
	])('is what has status %i: %s', (status, isGood) => {
		expect(isSuccess(answer(status))).toBe(isGood);
	});

	it('is no failure of the network', () => {
		expect(isSuccess(broken)).toBe(false);
		expect(isSuccess({ ...broken, status: 200 } as Outcome)).toBe(false);
	});
});

it.each<[what: string, outcome: Outcome, isDealtWith: boolean]>([
	['an answer', answer(200, {}), true],
	['a refusal', answer(403, {}), true],
	['the rate limit', answer(429, {}), false],
	['a service that is down', answer(503, {}), false],
	['a page of a proxy', answer(200, '<html>'), false],
	['a lost answer', broken, false],
])('Whether the service has dealt with a request: %s', (_what, outcome, isDealtWith) => {
	expect(isAnswered(outcome)).toBe(isDealtWith);
});

describe('What a failed try means', () => {
	it.each<[status: number, verdict: Verdict]>([
		[199, 'never'],
		[200, 'unclear'],
		[201, 'unclear'],
		[204, 'unclear'],
		[299, 'unclear'],
		[300, 'never'],
		[301, 'never'],
		[304, 'never'],
		[400, 'never'],
		[401, 'never'],
		[403, 'never'],
		[404, 'never'],
		[405, 'never'],
		[408, 'unclear'],
		[409, 'never'],
		[412, 'never'],
		[415, 'never'],
		[422, 'never'],
		[425, 'never'],
		[429, 'again'],
		[499, 'never'],
		[500, 'unclear'],
		[501, 'never'],
		[502, 'unclear'],
		[503, 'unclear'],
		[504, 'unclear'],
		[505, 'never'],
		[520, 'unclear'],
		[599, 'unclear'],
	])('after status %i is "%s"', (status, verdict) => {
		expect(judge(answer(status, ''))).toBe(verdict);
	});

	it.each<[reason: NetworkReason, maybeSent: boolean, verdict: Verdict]>([
		['refused', false, 'again'],
		['unknownHost', false, 'again'],
		['unreachable', false, 'again'],
		['unreachable', true, 'unclear'],
		['timeout', false, 'again'],
		['timeout', true, 'unclear'],
		['broken', true, 'unclear'],
		['tls', false, 'never'],
	])('after the network failure "%s", maybe sent %s, is "%s"', (reason, maybeSent, verdict) => {
		expect(judge({ kind: 'network', reason, maybeSent })).toBe(verdict);
	});

	it('after "blocked" is "never"', () => {
		expect(judge({ kind: 'blocked', message: '' })).toBe('never');
	});

	it.each<[isPassing: boolean, verdict: Verdict]>([
		[true, 'again'],
		[false, 'never'],
	])('after a failure of IMS that passes (%s) is "%s"', (isPassing, verdict) => {
		expect(judge({ kind: 'ims', message: '', isPassing })).toBe(verdict);
	});
});

describe('The wait after a failed try', () => {
	it.each([
		[1, 500, 1_000],
		[2, 1_000, 2_000],
		[3, 2_000, 4_000],
		[5, 8_000, 16_000],
		[6, 15_000, 30_000],
		[60, 15_000, 30_000],
		[5_000, 15_000, 30_000],
	])('of number %i lies between %i and %i ms', (tries, shortest, longest) => {
		expect(backoff(tries, 0)).toBe(shortest);
		expect(backoff(tries, 1)).toBe(longest);
	});

	it('never exceeds its bound', () => {
		expect(backoff(100, 1)).toBe(BOUNDS.longestWait);
	});
});

describe('Retry-After', () => {
	const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

	it.each<[header: string | undefined, wait: number | undefined]>([
		[undefined, undefined],
		['', undefined],
		['  ', undefined],
		['0', 0],
		['7', 7_000],
		[' 7 ', 7_000],
		['1.5', 1_500],
		['1.25', 1_250],
		['3600', 3_600_000],
		['Wed, 21 Oct 2026 07:28:05 GMT', 5_000],
		['Wednesday, 21-Oct-26 07:28:05 GMT', 5_000],
		['Wed Oct 21 07:28:05 2026 GMT', 5_000],
		['Wed, 21 Oct 2026 07:27:00 GMT', 0],
		['-5', undefined],
		['soon', undefined],
		['1e3', undefined],
		['0x10', undefined],
		['7, 8', undefined],
	])('%j asks for a wait of %s ms', (header, wait) => {
		expect(retryAfter(header, now)).toBe(wait);
	});
});

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
