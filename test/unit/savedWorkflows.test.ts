import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { interfaceOf, type FrozenParameter } from '../support/interfaceOf';
import frozen from './frozen/node.v1.json';

const now = interfaceOf(new AdobeExperiencePlatform().description.properties);

/**
 * The file holds version 1 as saved workflows know it. New operations, parameters and values may be
 * added to the node and then to the file; what is in the file stays.
 */
describe('A workflow saved with version 1 of the node', () => {
	it('finds the node and its credential under their names', () => {
		const { name, version, credentials } = new AdobeExperiencePlatform().description;
		expect({ name, version, credentials }).toEqual({
			name: 'adobeExperiencePlatform',
			version: 1,
			credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		});
	});

	const parameters = Object.entries(
		frozen as Record<string, Record<string, FrozenParameter>>,
	).flatMap(([operation, fields]) =>
		Object.entries(fields).map(([name, parameter]) => [operation, name, parameter] as const),
	);

	it.each(parameters)(
		'finds in operation %s the parameter %s as it was',
		(operation, name, was) => {
			const is = now[operation]?.[name];
			expect(is).toMatchObject({ type: was.type, default: was.default });
			expect(is?.values ?? []).toEqual(expect.arrayContaining(was.values ?? []));
			expect(is?.modes ?? []).toEqual(expect.arrayContaining(was.modes ?? []));
			for (const [entry, { type, values = [] }] of Object.entries(was.entries ?? {})) {
				expect(is?.entries?.[entry]).toMatchObject({ type });
				expect(is?.entries?.[entry]?.values ?? []).toEqual(expect.arrayContaining(values));
			}
		},
	);

	it('may use all that the node has by now: what is new is in the file, too', () => {
		expect(frozen).toEqual(now);
	});

	it('finds every field of its credential', () => {
		const fields = new AdobeExperiencePlatformApi().properties.map(({ name, type }) => [
			name,
			type,
		]);
		expect(Object.fromEntries(fields)).toMatchObject({
			organizationId: 'string',
			clientId: 'string',
			clientSecret: 'string',
			scopes: 'string',
			sandboxName: 'string',
			s3AccessKey: 'string',
			s3SecretKey: 'string',
			s3SessionToken: 'string',
			customEndpoints: 'boolean',
			imsUrl: 'string',
			platformUrl: 'string',
			accessToken: 'hidden',
			accessTokenFor: 'hidden',
		});
	});
});
