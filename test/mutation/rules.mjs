import { config } from './config.mjs';

const rules = ['advice', 'failure', 'redact', 'retry', 'serviceError'];

/** What is repeated, for how long it is waited, and what a person is told: functions without I/O. */
export default config(
	'rules',
	[...rules, 'outcome'].map((file) => `flowService/${file}`),
	rules,
);
