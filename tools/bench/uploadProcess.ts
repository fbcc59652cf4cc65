/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a process of its own, never part of the published package */
import '../../test/support/typescriptFirst';
import { createReadStream, writeFileSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { openBinaryStore } from '../../test/support/binaryStore';
import { CredentialStore } from '../../test/support/credentialStore';
import { runNode } from '../../test/support/engine';
import { memoryOf } from './memory';

/** What the process is to upload. */
export interface UploadOrder {
	credential: ICredentialDataDecryptedObject;
	parameters: INodeParameters;
	/** Where files are kept as n8n does. */
	folder: string;
	/** Uploaded first, so that all code is loaded. */
	small: string;
	large: string;
}

export interface UploadMeasure {
	/** Resident memory before and the most of it since, MB. */
	before: number;
	peak: number;
	seconds: number;
	status: unknown;
	recordsWritten: unknown;
	error?: string;
}

async function upload({ credential, parameters }: UploadOrder, data: UploadedFile) {
	return await runNode(new CredentialStore(credential), { parameters, binaries: [{ data }] });
}

type UploadedFile = Awaited<ReturnType<Awaited<ReturnType<typeof openBinaryStore>>['store']>>;

async function measure(order: UploadOrder): Promise<UploadMeasure> {
	const store = await openBinaryStore(order.folder);
	const small = await store.store(createReadStream(order.small), 'small.jsonl');
	const large = await store.store(createReadStream(order.large), 'large.jsonl');
	await upload(order, small);
	globalThis.gc?.();
	// Puts the mark of the largest memory back (proc(5), clear_refs).
	writeFileSync('/proc/self/clear_refs', '5');
	const before = memoryOf(process.pid, 'VmRSS') ?? NaN;
	const begun = performance.now();
	const { json, error } = await upload(order, large);
	const seconds = (performance.now() - begun) / 1000;
	const peak = memoryOf(process.pid, 'VmHWM') ?? NaN;
	const [output = {}] = json;
	const { status, recordsWritten } = output;
	return { before, peak, seconds, status, recordsWritten, error: error?.message };
}

process.once('message', (order: UploadOrder) => {
	measure(order).then(
		(measured) => process.send?.(measured, () => process.exit(0)),
		(error: Error) => {
			process.stderr.write(`${error.stack}\n`);
			process.exit(1);
		},
	);
});
