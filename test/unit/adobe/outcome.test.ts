import {
	hasStatus,
	isAnswered,
	isSuccess,
	type Outcome,
} from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
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
