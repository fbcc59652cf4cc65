import type { INodeParameters } from 'n8n-workflow';
import { startLocalAdobe } from '../../local/adobe';
import { credentialData, type Local } from '../../test/support/adobe';
import { CredentialStore } from '../../test/support/credentialStore';
import { runNode } from '../../test/support/engine';
import { items, operations, parametersOf } from '../../test/workflow/everyOperation';
import { keySet } from '../../test/support/madeUp';

/** What one item of one operation asks Adobe for. */
export interface Requests {
	call: string;
	/** without those for the access token, which lasts a day */
	count: number;
	/** methods and collections, in the order of the first one of each */
	what: string;
}

const keys = keySet(1);
const KEYS: INodeParameters = { s3KeySource: 'fields', ...keys };
/** Those that only write keys have a test of secrets of their own. */
const OF_KEYS = [
	['baseConnection', 'create', { name: 'Another' }],
	['baseConnection', 'updateToken', KEYS],
	[
		'baseConnection',
		'updateCredentials',
		{ source: 'amazonS3', authentication: 'accessKey', ...KEYS },
	],
] as const;

/** Runs one item of each operation against a local Adobe of its own. */
export async function requestsOfOperations(): Promise<Requests[]> {
	const found: Requests[] = [];
	for (const [resource, operation, more] of [...OF_KEYS, ...operations]) {
		const adobe = await startLocalAdobe({ runMs: 0, settleMs: 0 });
		const credential = new CredentialStore(credentialData(adobe));
		const local: Pick<Local, 'adobe' | 'credential'> = { adobe, credential: () => credential };
		const parameters = await parametersOf(local, resource, operation, more);
		adobe.journal.length = 0;
		const { error } = await runNode(credential, { parameters, items });
		if (error) throw error;
		const asked = adobe.journal
			.filter(({ path }) => path.startsWith('/data/foundation/'))
			.map(({ method, path }) => `${method} ${collectionOf(path)}`);
		found.push({
			call: callOf(resource, operation, more),
			count: asked.length,
			what: tally(asked),
		});
		await adobe.close();
	}
	return found;
}

function callOf(resource: string, operation: string, more: INodeParameters): string {
	const { objectType, name } = more;
	const detail = objectType ?? (operation === 'upsert' && name === 'Landing' ? 'exists' : '');
	return [resource, operation, detail && `(${String(detail)})`].filter(Boolean).join(' ');
}

/** `/data/foundation/flowservice/connections/ID/test` is `connections/…/test`. */
function collectionOf(path: string): string {
	return path
		.split('/')
		.slice(4)
		.map((part) => (/\d.*\d|%3A/.test(part) ? '…' : part))
		.join('/');
}

function tally(asked: readonly string[]): string {
	return [...new Set(asked)]
		.map((one) => {
			const times = asked.filter((other) => other === one).length;
			return times === 1 ? one : `${times} × ${one}`;
		})
		.join(', ');
}
