/* eslint-disable @n8n/community-nodes/no-restricted-imports -- stores files as n8n does */
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** Where n8n keeps files of executions in a folder, as it does by default. */
export interface BinaryStore {
	/** What an item holds of a file. */
	store(content: Buffer | Readable, fileName: string): Promise<IBinaryData>;
}

/** Lets n8n's engine in this process keep files in a folder. */
export async function openBinaryStore(folder: string): Promise<BinaryStore> {
	const config = { mode: 'filesystem', localStoragePath: folder };
	const service = new BinaryDataService(config as never, {} as never, {} as never);
	await service.init();
	// n8n-core has a container of services of its own.
	const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
		Container: { set(type: unknown, value: unknown): void };
	};
	Container.set(BinaryDataService, service);
	const location = { type: 'execution', workflowId: 'test', executionId: '1' } as const;
	return {
		store: async (content, fileName) =>
			await service.store(location, content, {
				mimeType: 'application/octet-stream',
				fileName,
				data: '',
			}),
	};
}
