/**
 * Every 15 seconds. n8n refuses a poll time that comes more than once a minute (`isSubMinuteCron` in n8n-workflow), but
 * takes several of them.
 */
export const EVERY_15_SECONDS = {
	item: [0, 15, 30, 45].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};
