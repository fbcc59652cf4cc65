import { BASE_CONNECTION } from '../../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { sources } from '../../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import {
	byIds,
	byName,
	byProperty,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';

describe('A filter', () => {
	it('asks for connections of any known source, of Amazon S3 by the ID of the source, not of the destination', () => {
		const [[name, filter] = []] = BASE_CONNECTION.filters ?? [];
		expect(name).toBe('property');
		expect(filter?.split(/==|,/)).toEqual([
			'connectionSpec.id',
			...sources.map(({ specId }) => specId),
		]);
		expect(filter).toContain('==ecadc60c-7455-4d87-84dc-2a0e293d997b,');
	});

	it('asks for a state', () => {
		expect(byProperty('state', 'enabled')).toEqual(['property', 'state==enabled']);
	});

	it('asks for no value whose signs mean something', () => {
		expect(byProperty('state', 'a,b')).toBeUndefined();
	});

	it('asks for any of some IDs', () => {
		expect(byIds(['1', 'a-b'])).toEqual(['property', 'id==1,a-b']);
	});

	it.each(['S3 one', 'Bücket & Söhne (1)', 'a/b?c#d+e', 'x%20'])('asks for the name %s', (name) => {
		expect(byName(name)).toEqual(['property', `name=="${name}"`]);
	});

	it.each(['a,b', 'a"b', "a'b", 'a\\b', 'a==b', 'a!=b', 'a<b', 'a>b', 'a~b', 'a[b]', 'a*'])(
		'cannot ask for the name %s',
		(name) => {
			expect(byName(name)).toBeUndefined();
		},
	);
});
