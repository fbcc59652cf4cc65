import type { FlatRun } from './run';

const GB = 1024 ** 3;

/** Adobe's limits for what one run ingests (contract.md, limits of ingestion): what it takes, and what it advises. */
const FILES = { most: 25_000, advised: 10_000 };
const BYTES = { most: 1024 * GB, advised: 100 * GB };

/** Says that a run took more than Adobe takes or advises; undefined if it did not. */
export function runLimitHint(
	{ id, files, bytesRead }: Pick<FlatRun, 'id' | 'files' | 'bytesRead'>,
	dataflowName: string | null,
): string | undefined {
	const many = files !== null && files >= FILES.advised;
	const large = bytesRead !== null && bytesRead >= BYTES.advised;
	if (!many && !large) return undefined;
	const read = [
		many ? `${number(files)} files` : '',
		large ? `${number(Math.round(bytesRead / GB))} GB` : '',
	];
	const isOver = (files ?? 0) > FILES.most || (bytesRead ?? 0) > BYTES.most;
	const of = dataflowName === null ? '' : ` of the dataflow "${dataflowName}"`;
	const limit = isOver ? 'more than Adobe takes' : 'more than Adobe advises';
	return `The run ${id}${of} read ${read.filter(Boolean).join(' and ')}, ${limit}: at most ${number(FILES.most)} files and 1 TB, better fewer than ${number(FILES.advised)} files and 100 GB. Write fewer, larger files, or run the dataflow more often.`;
}

function number(value: number): string {
	return value.toLocaleString('en-US');
}
