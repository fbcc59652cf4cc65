import fc from 'fast-check';
import { applyPatch, type Operation } from 'fast-json-patch';
import { credentialsPatch } from '../../../nodes/AdobeExperiencePlatform/baseConnection/update';
import { s3AccessKey as method } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import type { Params } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import {
	draftPatch,
	fieldsPatch,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/update';
import { draft, roleDraft } from '../fakeExecution';

const params = '/auth/params';

interface Stored {
	name: string;
	description?: string;
	auth: { specName: string; params: Record<string, string> };
}

/** What the service makes of a connection: every operation is checked as RFC 6902 wants it. */
function apply(connection: Stored, patch: ReturnType<typeof draftPatch>): Stored {
	return applyPatch(connection, patch.operations as Operation[], true, false).newDocument;
}

describe('The patch for new keys', () => {
	it.each([
		[
			'a whole set',
			{ s3AccessKey: 'k', s3SecretKey: 's', s3SessionToken: 't' },
			false,
			[
				{ op: 'replace', path: `${params}/s3AccessKey`, value: 'k' },
				{ op: 'replace', path: `${params}/s3SecretKey`, value: 's' },
				{ op: 'add', path: `${params}/s3SessionToken`, value: 't' },
			],
			['s3AccessKey', 's3SecretKey', 's3SessionToken'],
		],
		[
			'a token alone',
			{ s3SessionToken: 't' },
			false,
			[{ op: 'add', path: `${params}/s3SessionToken`, value: 't' }],
			['s3SessionToken'],
		],
		[
			'a pair alone, which leaves a stored token to its caller',
			{ s3AccessKey: 'k', s3SecretKey: 's' },
			false,
			[
				{ op: 'replace', path: `${params}/s3AccessKey`, value: 'k' },
				{ op: 'replace', path: `${params}/s3SecretKey`, value: 's' },
			],
			['s3AccessKey', 's3SecretKey'],
		],
		[
			'a pair in place of temporary keys',
			{ s3AccessKey: 'k', s3SecretKey: 's' },
			true,
			[
				{ op: 'replace', path: `${params}/s3AccessKey`, value: 'k' },
				{ op: 'replace', path: `${params}/s3SecretKey`, value: 's' },
				{ op: 'add', path: `${params}/s3SessionToken`, value: expect.any(String) },
				{ op: 'remove', path: `${params}/s3SessionToken` },
			],
			['s3AccessKey', 's3SecretKey', 's3SessionToken'],
		],
	])('%s', (_what, keys: Params, isWhole, operations, updated) => {
		expect(credentialsPatch(method, keys, isWhole)).toEqual({ operations, updated });
	});

	const value = fc.string({ minLength: 1 });
	const place = fc.record(
		{ bucketName: value, folderPath: value, serviceUrl: value, authorizedDate: value },
		{ requiredKeys: [] },
	);
	const stored: fc.Arbitrary<Stored> = fc
		.tuple(
			fc.record({ s3AccessKey: value, s3SecretKey: value }),
			fc.record({ s3SessionToken: value }, { requiredKeys: [] }),
			place,
			fc.record({ name: value, description: value }, { requiredKeys: ['name'] }),
		)
		.map(([pair, token, where, words]) => ({
			...words,
			auth: { specName: 'Access Key', params: { ...pair, ...token, ...where } },
		}));

	it('leaves exactly the wanted keys, and everything else as it was', () => {
		const wanted = fc.oneof(
			fc.record({ s3AccessKey: value, s3SecretKey: value, s3SessionToken: value }),
			fc.record({ s3SessionToken: value }),
			fc.record({ s3AccessKey: value, s3SecretKey: value }),
		);
		fc.assert(
			fc.property(stored, wanted, (connection, keys) => {
				const removesToken = !('s3SessionToken' in keys);
				const after = apply(connection, credentialsPatch(method, keys, removesToken));
				const expected: Record<string, string> = { ...connection.auth.params, ...keys };
				if (removesToken) delete expected.s3SessionToken;
				expect(after).toEqual({ ...connection, auth: { ...connection.auth, params: expected } });
			}),
		);
	});

	it('for fields sets, leaves and removes exactly the given ones', () => {
		const fields = fc.record(
			{ name: value, description: value, bucketName: value, folderPath: value, serviceUrl: value },
			{ requiredKeys: [] },
		);
		const removable = ['description', 'bucketName', 'folderPath', 'serviceUrl'];
		fc.assert(
			fc.property(stored, fields, fc.subarray(removable), (connection, set, chosen) => {
				const remove = chosen.filter((name) => !(name in set));
				const { name, description, ...others } = set;
				const expected = structuredClone(connection);
				if (name) expected.name = name;
				if (description) expected.description = description;
				Object.assign(expected.auth.params, others);
				for (const field of remove) {
					if (field === 'description') delete expected.description;
					else delete expected.auth.params[field];
				}
				const patch = fieldsPatch(set, remove);
				expect(apply(connection, patch)).toEqual(expected);
				expect(patch.updated.sort()).toEqual([...Object.keys(set), ...remove].sort());
			}),
		);
	});

	it('never writes to the parameters as a whole, which would drop bucket and folder', () => {
		fc.assert(
			fc.property(value, fc.boolean(), (text, removes) => {
				const pair = { s3AccessKey: text, s3SecretKey: text };
				const credentials = removes ? pair : { ...pair, s3SessionToken: text };
				const { operations } = draftPatch({
					...draft,
					description: text,
					credentials,
					settings: { bucketName: text, folderPath: text, serviceUrl: text },
				});
				expect(operations.length).toBeGreaterThan(6);
				for (const { path } of operations) {
					expect(path).toMatch(/^\/(description|auth\/params\/\w+)$/);
				}
			}),
		);
	});

	it('of a draft writes no keys for an IAM role, and never the name that it was found by', () => {
		const { operations, updated } = draftPatch({
			...roleDraft,
			settings: { bucketName: 'b' },
		});
		expect(operations).toEqual([{ op: 'add', path: `${params}/bucketName`, value: 'b' }]);
		expect(updated).toEqual(['bucketName']);
	});
});

it('Fields left empty are not written', () => {
	expect(fieldsPatch({ name: '', bucketName: '' })).toEqual({ operations: [], updated: [] });
});
