/** A version of a file that was ingested by a dataflow, with every run that did so: more than one means twice. */
export interface FileIngestion {
	flowId: string;
	/** with the bucket, as explore shows it */
	path: string;
	/** epoch milliseconds */
	lastModified: number;
	runIds: string[];
}

/** Which run ingested which version of which file. */
export class Ingestions {
	private byVersion = new Map<string, FileIngestion>();

	record(
		flowId: string,
		runId: string,
		files: Array<{ path: string; lastModified: number }>,
	): void {
		for (const { path, lastModified } of files) {
			const key = JSON.stringify([flowId, path, lastModified]);
			const known = this.byVersion.get(key);
			if (known) known.runIds.push(runId);
			else this.byVersion.set(key, { flowId, path, lastModified, runIds: [runId] });
		}
	}

	/** In the order in which they were first ingested. */
	all(): FileIngestion[] {
		return [...this.byVersion.values()];
	}
}
