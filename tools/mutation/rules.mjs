import { config } from './config.mjs';

const files = (names) => names.map((name) => `adobe/${name}`);
const rules = [
	'errors/advice',
	'errors/errorAnswer',
	'errors/explain',
	'errors/failure',
	'outcome',
	'redact',
];
const tests = [...rules, 'errors/errorWords', 'httpClient'];

/** What is retried, for how long it is waited, and what a person is told: functions without I/O. */
export default config('rules', files(rules), files(tests));
