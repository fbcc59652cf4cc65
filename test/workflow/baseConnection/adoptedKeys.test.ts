import { sleep } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { callLines, create, keySet, storedParams } from '../cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 2_000, lateCreateAfterTimeout: 2_000 });

const lost = { kind: 'reset', method: 'POST', path: 'connections$', times: 1 } as const;

describe('A connection that is found in place of a lost answer', () => {
	it.each(['create', 'upsert'])(
		'and is another worker’s gets the own keys (%s)',
		async (operation) => {
			const { adobe } = local;
			adobe.set({ faults: [lost] });
			const theirs = async () => {
				while (!callLines(adobe).includes('POST ')) await sleep(2);
				return adobe.seedConnection({ name: 'S3 one', params: keySet(1) });
			};
			const [{ error, json }, other] = await Promise.all([
				runNode(local.credential(), {
					parameters: create({ operation, s3KeySource: 'fields', ...keySet(2) }),
				}),
				theirs(),
			]);
			expect(error).toBeUndefined();
			expect(json[0]?.id).toBe(other.id);
			expect(json[0]?.etag).toBe(adobe.connection(other.id)?.etag);
			expect(storedParams(adobe, other.id)).toEqual(keySet(2));
			expect(json[0]?.updated).toEqual(
				expect.arrayContaining(['s3AccessKey', 's3SecretKey', 's3SessionToken']),
			);
		},
	);

	it('and had a token loses it if the own keys have none', async () => {
		const { adobe } = local;
		adobe.set({ faults: [lost] });
		const theirs = async () => {
			while (!callLines(adobe).includes('POST ')) await sleep(2);
			return adobe.seedConnection({ name: 'S3 one', params: keySet(1) });
		};
		const { s3AccessKey, s3SecretKey } = keySet(2);
		const [{ error }, { id }] = await Promise.all([
			runNode(local.credential(), {
				parameters: create({ s3KeySource: 'fields', s3AccessKey, s3SecretKey }),
			}),
			theirs(),
		]);
		expect(error).toBeUndefined();
		expect(storedParams(adobe, id)).toEqual({ s3AccessKey, s3SecretKey });
	});

	it('whose keys cannot be written fails, and is named as created', async () => {
		const { adobe } = local;
		adobe.set({
			faults: [
				{ ...lost, applied: true },
				{ kind: 'status', status: 403, method: 'PATCH' },
			],
		});
		const { error } = await runNode(local.credential(), { parameters: create() });
		expect(error?.httpCode).toBe('403');
		expect(error?.description).toContain(`this execution created: ${adobe.connections()[0]?.id}`);
	});
});
