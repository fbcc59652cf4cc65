import {
	hasStatus,
	isSuccess,
	type Outcome,
} from '../../../nodes/AdobeExperiencePlatform/transport/outcome';

const answered = (status: number): Outcome => ({
	kind: 'answer',
	status,
	headers: {},
	body: undefined,
});
const lost: Outcome = { kind: 'network', reason: 'broken', maybeSent: true };
// A status beside a failure that is no answer must not count.
const lostWithStatus = { ...lost, status: 412 } as Outcome;

describe('How a request ended', () => {
	it('has the status of its answer, and no other', () => {
		expect(hasStatus(answered(412), 412)).toBe(true);
		expect(hasStatus(answered(404), 412)).toBe(false);
		expect(hasStatus(lost, 412)).toBe(false);
		expect(hasStatus(lostWithStatus, 412)).toBe(false);
	});

	it.each([
		[199, false],
		[200, true],
		[299, true],
		[300, false],
	])('with %i is a success: %s', (status, expected) => {
		expect(isSuccess(answered(status))).toBe(expected);
	});

	it('is no success without an answer', () => expect(isSuccess(lost)).toBe(false));
});
