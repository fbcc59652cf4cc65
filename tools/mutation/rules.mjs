import { config } from './config.mjs';

const rules = [
	'errors/errorAnswer',
	'errors/errorHints',
	'errors/explain',
	'errors/failure',
	'outcome',
	'redact',
	'retryPolicy',
].map((file) => `transport/${file}`);

/** What is retried, for how long it is waited, and what a person is told: functions without I/O. */
export default config('rules', rules, rules);
