import { type RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';

export const COPY_FAILED = {
	code: 'CONNECTOR-1001-500',
	message: 'Error in copying the data from Source.',
};

/** A failed copy with this text of the engine. */
export const copyFailed = (errorDetail: unknown): RawRun => ({
	id: '1',
	metrics: { statusSummary: { status: 'failed', errors: [COPY_FAILED] } },
	activities: [
		{
			name: 'Copy Activity',
			statusSummary: {
				status: 'failed',
				errors: [COPY_FAILED],
				extensions: { errorDetail, errors: [{ code: '2200', message: 'A copy failed' }] },
			},
		},
	],
});

/** A promotion that failed with these errors. */
export const promotionFailed = (...errors: object[]): RawRun => ({
	id: '1',
	metrics: {
		statusSummary: {
			status: 'failed',
			errors: [{ code: 'CONNECTOR-2001-500', message: 'Error occurred at promotion activity.' }],
		},
	},
	activities: [
		{ name: 'Copy Activity', statusSummary: { status: 'success' } },
		{ name: 'Promotion Activity', statusSummary: { status: 'failed', extensions: { errors } } },
	],
});
