/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, never part of the published package */
import '../../test/support/typescriptFirst';
import { execute, type Execution } from './execution';

/** A worker process: does one execution for whoever started it, and ends. */
process.once('message', (execution: Execution) => {
	execute(execution).then(
		(executed) => process.send?.(executed, () => process.exit(0)),
		(error: Error) => {
			process.stderr.write(`${error.stack}\n`);
			process.exit(1);
		},
	);
});
