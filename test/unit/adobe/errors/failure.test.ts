import {
	asFailure,
	Cancelled,
	Failure,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';

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

	it('is a value if it is caught, and no other error is', async () => {
		const failure = new Failure('What', 'How.');
		expect(asFailure(failure)).toBe(failure);
		const mistake = new TypeError('a mistake in the code');
		await expect(asFailure(mistake)).rejects.toBe(mistake);
	});

	it('differs from a cancellation by its name', () => {
		expect([String(new Failure('What', 'How.')), String(new Cancelled())]).toEqual([
			'Failure: What',
			'Cancelled: The execution was cancelled',
		]);
	});
});
