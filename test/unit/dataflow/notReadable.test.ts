import { notReadable } from '../../../nodes/AdobeExperiencePlatform/dataflow/sourceFile';
import { explain } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';

const refused = (words: string, status = 400) =>
	explain(
		{
			kind: 'answer',
			status,
			headers: {},
			body: {
				type: 'https://ns.adobe.com/aep/errors/FLOW-1308-400',
				report: { 'detailed-message': `Error message: ${words}`, 'request-id': 'r-1' },
			},
		},
		{ clear: (text) => text, about: {}, tries: 1 },
	);

describe('The message for a path that cannot be read depends on the cause:', () => {
	it.each<[words: string, message: RegExp, description: RegExp]>([
		[
			'The specified key does not exist',
			/^File not found: acme-landing\/crm\/nope\.csv$/,
			/Check the path/,
		],
		[
			'ExpiredToken',
			/^The keys of this connection have expired or are invalid$/,
			/could not be read\. Write new ones with Base Connection > Update Session Token/,
		],
		['PermanentRedirect', /^The bucket is in another region$/, /Service URL/],
		[
			'something else',
			/^"\/acme-landing\/crm\/nope\.csv" could not be read/,
			/keys have expired .* or the path does not exist.*another Format/,
		],
		['DelimitedTextMoreColumnsThanDefined', /could not be read/, /delimiter.*another Format/],
	])('%s', (words, message, description) => {
		const failure = notReadable('/acme-landing/crm/nope.csv', refused(words));
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
		expect(failure.description).toContain('Request ID: r-1.');
		expect(failure.description).toMatch(/Nothing was created\.$/);
	});
});
