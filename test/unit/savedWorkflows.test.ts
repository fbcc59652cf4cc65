import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';
import { interfaceOf, interfacesOf, type FrozenInterface } from '../support/interfaceOf';
import frozen from './frozen/node.v1.json';
import frozenResources from './frozen/node.v1.1.json';
import frozenTrigger from './frozen/trigger.v1.1.json';

const properties = new AdobeExperiencePlatform().description.properties;
const now = interfaceOf(properties, 'baseConnection');

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

	const parameters = Object.entries(frozen as FrozenInterface).flatMap(([operation, fields]) =>
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

/** What is new goes into these files, too: from then on it stays. */
describe('What workflows may be saved with by now', () => {
	it('is written down for the node', () => {
		expect(interfacesOf(properties)).toEqual(frozenResources);
	});

	it('is written down for the trigger', () => {
		const trigger = new AdobeExperiencePlatformTrigger().description;
		expect(trigger.name).toBe('adobeExperiencePlatformTrigger');
		expect(interfaceOf(trigger.properties)).toEqual(frozenTrigger);
	});
});
