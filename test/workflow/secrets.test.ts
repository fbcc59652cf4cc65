import { logged } from './logged';
import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule, Settings } from '../../local/adobe';
import { useLocalAdobe } from '../support/adobe';
import { useBounds } from '../support/bounds';
import { findLeaks } from '../support/leaks';
import { create, keySet, updateFromItem, updateToken } from './cases';
import { searchRun, type Case } from './secretSearch';

const local = useLocalAdobe();
useBounds({ itemBudget: 3_000, lateCreate: 1_500 });
const fresh = keySet(1);
beforeEach(() => (logged.length = 0));

const search = async (parameters: INodeParameters, options?: Case) =>
	await searchRun(local, parameters, options);

it('The search itself finds what is hidden', () => {
	const piece = fresh.s3SecretKey.slice(3, 11);
	const deep = new Error('x', { cause: { list: [`…${piece}…`] } });
	expect(findLeaks({ deep }, [fresh.s3SecretKey])).toEqual([`deep at 1: …[${piece}]`]);
});

describe('No secret shows', () => {
	it.each(['stars', 'removed', 'placeholder', 'clear', 'partial'] as const)(
		'in a good run, the service masking them like this: %s',
		async (maskStyle) => {
			const settings = { maskStyle };
			const { json } = await search(create(), { settings });
			expect(json).toHaveLength(1);
			const id = String(json[0]?.id);
			expect((await search(updateToken(id, { s3KeySource: 'credential' }))).error).toBeUndefined();
			const items = [{ id, ...fresh }];
			expect((await search(updateFromItem, { items })).error).toBeUndefined();
		},
	);

	const flow = { path: 'flowservice' };
	const failures: Array<[what: string, faults: FaultRule[], more: Partial<Settings>]> = [
		['400 that quotes them', [{ kind: 'status', status: 400, ...flow }], { echoSecrets: true }],
		[
			'400 of the older kind that quotes them',
			[{ kind: 'status', status: 400, ...flow }],
			{ echoSecrets: true, errorShape: 'older' },
		],
		['422', [{ kind: 'status', status: 422, ...flow }], { echoSecrets: true }],
		['401', [{ kind: 'status', status: 401, ...flow }], {}],
		['403', [{ kind: 'status', status: 403, ...flow }], {}],
		['404', [{ kind: 'status', status: 404, ...flow }], {}],
		['412', [{ kind: 'status', status: 412, ...flow }], {}],
		['a page', [{ kind: 'html', status: 404, ...flow }], {}],
		['429', [{ kind: 'status', status: 429, retryAfter: '600', ...flow }], {}],
		['IMS that refuses', [{ kind: 'status', status: 400, path: '/ims/' }], { echoSecrets: true }],
		['a page in place of IMS', [{ kind: 'html', status: 200, path: '/ims/' }], {}],
	];

	describe.each(failures)('in a run that fails for %s', (_what, faults, more) => {
		it.each([false, true])('Create, going on: %s', async (goesOn) => {
			const settings = { faults, ...more };
			const { error, json } = await search(create(), { settings, goesOn });
			expect(error?.message ?? json[0]?.error).toMatch(/\S/);
		});

		it.each([false, true])('Update Session Token, going on: %s', async (goesOn) => {
			const { id } = local.adobe.seedConnection();
			const { error, json } = await search(updateFromItem, {
				settings: { faults, ...more },
				goesOn,
				items: [{ id, ...fresh }],
			});
			expect(error?.message ?? json[0]?.error).toMatch(/\S/);
		});
	});

	it('if the service refuses a write and quotes it whole', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const faults: FaultRule[] = [{ kind: 'status', status: 400, method: 'PATCH' }];
		const { error } = await search(updateFromItem, {
			settings: { faults, echoSecrets: true },
			items: [{ id, ...fresh }],
		});
		expect(error?.description).toContain('Received');
		expect(error?.description).toContain('***');
	});

	it.each(['halfBody', 'reset', 'empty'] as const)(
		'if a create is found after an answer like this: %s',
		async (kind) => {
			const faults: FaultRule[] = [{ kind, method: 'POST', times: 1, applied: true, ...flow }];
			const { error } = await search(create(), { settings: { faults, maskStyle: 'clear' } });
			expect(error).toBeUndefined();
		},
	);

	it('if several connections could be the one that was created', async () => {
		const { adobe } = local;
		adobe.seedConnection({ name: 'S3 one', createdAt: Date.now() + 2_000 });
		const faults: FaultRule[] = [
			{ kind: 'reset', method: 'POST', times: 1, applied: true, ...flow },
		];
		const { error } = await search(create(), { settings: { faults, maskStyle: 'clear' } });
		expect(error?.description).toContain('Several new connections');
	});

	it.each([
		[{ imsUrl: 'http://127.0.0.1:1' }, /cannot be reached/],
		[{ imsUrl: 'no address' }, /not a web address/],
		[{ clientSecret: fresh.s3SecretKey }, /refuses the Client Secret/],
	])('if the credential is %j', async (credential, message) => {
		const { error } = await search(create(), { credential });
		expect(error?.message).toMatch(message);
	});

	it('if a key is refused before anything is sent', async () => {
		const { error } = await search(updateFromItem, {
			items: [{ id: 'x', s3AccessKey: fresh.s3AccessKey, s3SecretKey: fresh.s3SecretKey }],
		});
		expect(error?.message).toMatch(/^S3 Session Token is empty/);
	});
});
