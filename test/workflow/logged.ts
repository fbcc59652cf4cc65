/* eslint-disable no-console -- n8n's logger writes there, and the tests look at what it wrote */
/**
 * What is logged, instead of printing it. To be imported before anything else: n8n's logger takes
 * hold of the console when it is loaded.
 */
export const logged: unknown[] = [];

const keep = (...texts: unknown[]): void => void logged.push(texts);

for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) console[name] = keep;
for (const name of ['_stdout', '_stderr']) {
	Object.defineProperty(console, name, { value: { write: keep }, configurable: true });
}
