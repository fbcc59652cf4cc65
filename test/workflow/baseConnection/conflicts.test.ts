import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, flowCalls, keySet, storedParams, times, updateToken } from '../cases';

const local = useLocalAdobe();
const fresh = keySet(1);
const { s3SessionToken } = fresh;

const update = async (id: string, more: INodeParameters = fresh) =>
	await runNode(local.credential(), { parameters: updateToken(id, more) });

/** Somebody else who writes just before each of the next PATCHes. */
const others = (times: number, patch?: FaultRule['patch']): FaultRule => ({
	kind: 'secondWriter',
	times,
	patch,
});

const statuses = () => flowCalls(local.adobe).map(({ status }) => status);

describe('An etag conflict', () => {
	it('leads to a fresh read and another write', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		adobe.set({ faults: [others(2)] });
		const { error, json, hints } = await update(id);
		expect(error).toBeUndefined();
		expect(statuses()).toEqual([200, 412, 200, 412, 200, 200]);
		expect(callLines(adobe)).toEqual(times(3, () => [`GET /${id}`, `PATCH /${id}`]).flat());
		expect(json[0]?.etag).toBe(adobe.connection(id)?.etag);
		expect(storedParams(adobe, id)).toEqual(fresh);
		expect(hints[0]?.message).toMatch(/^After 2 etag conflicts with other writers/);
	});

	it('that goes on ends after ten further writes and says who is to blame', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		adobe.set({ faults: [others(99)] });
		const { error } = await update(id);
		expect(error?.message).toBe('Somebody else keeps changing this connection');
		expect(error?.description).toContain('wrote 11 times');
		expect(statuses().filter((status) => status === 412)).toHaveLength(11);
		expect(storedParams(adobe, id)).not.toMatchObject(fresh);
	});

	it('with the etag of the user is reported at once', async () => {
		const { adobe } = local;
		const { id, etag } = adobe.seedConnection();
		adobe.set({ faults: [others(1)] });
		const { error } = await update(id, { ...fresh, options: { etag } });
		expect(error?.message).toBe('The connection was changed since its etag was read');
		expect(error?.httpCode).toBe('412');
		expect(callLines(adobe)).toEqual([`PATCH /${id}`]);
	});

	it('with the etag of the user after a try without an answer may be the own write', async () => {
		const { adobe } = local;
		const { id, etag } = adobe.seedConnection();
		adobe.set({ faults: [{ kind: 'reset', method: 'PATCH', times: 1, applied: true }] });
		const { error } = await update(id, { ...fresh, options: { etag } });
		expect(error?.message).toBe('The update may have been applied');
		expect(error?.description).toContain(`Its current etag is ${adobe.connection(id)?.etag}.`);
		expect(statuses()).toEqual(['reset', 412, 200]);
	});

	it('after a try without an answer, the node reads and writes again', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		adobe.set({ faults: [{ kind: 'reset', method: 'PATCH', times: 1, applied: true }] });
		const { error, json } = await update(id);
		expect(error).toBeUndefined();
		expect(json[0]?.etag).toBe(adobe.connection(id)?.etag);
		expect(storedParams(adobe, id)).toEqual(fresh);
		expect(statuses()).toEqual([200, 'reset', 412, 200, 200]);
	});

	it('does not put a token alone beside a key pair that somebody else has replaced', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const their = keySet(2);
		const patch = Object.entries(their).map(([name, value]) => ({
			op: 'replace' as const,
			path: `/auth/params/${name}`,
			value,
		}));
		adobe.set({ faults: [others(1, patch)] });
		const { error } = await update(id, { s3SessionToken });
		expect(error?.message).toMatch(/^Somebody else replaced the S3 keys/);
		expect(storedParams(adobe, id)).toEqual(their);
		expect(statuses()).toEqual([200, 412, 200]);
	});

	it('puts a token alone if somebody else changed something else', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		adobe.set({ faults: [others(1)] });
		const { error } = await update(id, { s3SessionToken });
		expect(error).toBeUndefined();
		expect(storedParams(adobe, id)).toMatchObject({ s3SessionToken });
	});
});

describe('Many writers of one connection', () => {
	it('in ten executions at once all succeed, and one whole set stays', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 5 });
		const { id } = adobe.seedConnection();
		const credential = local.credential();
		const runs = await Promise.all(
			times(
				10,
				async (number) =>
					await runNode(credential, { parameters: updateToken(id, keySet(number)) }),
			),
		);
		expect(runs.map(({ error }) => error?.message)).toEqual(times(10, () => undefined));
		expect(times(10, keySet)).toContainEqual(storedParams(adobe, id));
		const writes = flowCalls(adobe).filter(
			({ method, status }) => method === 'PATCH' && status === 200,
		);
		expect(writes).toHaveLength(10);
	});

	it('in one execution do not get in the way of each other', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 5 });
		const ids = times(3, () => adobe.seedConnection().id);
		const items = times(12, (index) => ({ id: ids[index % 3] ?? '', ...keySet(index) }));
		const { error } = await runNode(local.credential(), {
			parameters: updateToken('={{ $json.id }}', {
				s3AccessKey: '={{ $json.s3AccessKey }}',
				s3SecretKey: '={{ $json.s3SecretKey }}',
				s3SessionToken: '={{ $json.s3SessionToken }}',
			}),
			items,
		});
		expect(error).toBeUndefined();
		expect(statuses()).not.toContain(412);
		expect(ids.map((id) => storedParams(adobe, id))).toEqual([9, 10, 11].map(keySet));
	});
});

describe('A connection that is still initializing', () => {
	it('is waited for until it has an etag', async () => {
		const { adobe } = local;
		adobe.set({ initializingMs: 500 });
		const { id } = adobe.seedConnection({ state: 'initializing' });
		const { error } = await update(id);
		expect(error).toBeUndefined();
		expect(statuses()).toEqual([200, 200, 200]);
		expect(storedParams(adobe, id)).toEqual(fresh);
	});
});
