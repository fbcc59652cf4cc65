import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';
import { interfaceOf, namesIn, type SavedInterface } from '../support/interfaceOf';
import saved from './frozen/node.v1.json';

const now = interfaceOf(new AdobeExperiencePlatform().description.properties, 'baseConnection');

/** The file holds the parameters of release 1.0.0 and never changes. */
describe('A workflow saved with version 1 of the node', () => {
	it('finds the node and its credential under their names', () => {
		const { name, version, credentials } = new AdobeExperiencePlatform().description;
		expect({ name, version: [version].flat(), credentials }).toEqual({
			name: 'adobeExperiencePlatform',
			version: expect.arrayContaining([1]),
			credentials: [{ name: 'adobeExperiencePlatformApi', required: true }],
		});
	});

	const parameters = Object.entries(saved as SavedInterface).flatMap(([operation, fields]) =>
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

/** Generated. After a change of a description, `npx jest test/unit/savedWorkflows -u` updates the snapshot. */
describe('What workflows can be saved with changes only as the diff of the snapshot shows', () => {
	it('in the node', () => {
		const { name, version, properties } = new AdobeExperiencePlatform().description;
		expect([{ name, version }, ...namesIn(properties)]).toMatchSnapshot();
	});

	it('in the trigger', () => {
		const { name, version, properties } = new AdobeExperiencePlatformTrigger().description;
		expect([{ name, version }, ...namesIn(properties)]).toMatchSnapshot();
	});

	it('in the credential', () => {
		const { name, properties } = new AdobeExperiencePlatformApi();
		expect([{ name }, ...namesIn(properties)]).toMatchSnapshot();
	});
});
