import { ingestionAdvice } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import { codeHint } from '../../../../nodes/AdobeExperiencePlatform/run/cause';

describe('What to do about data that Adobe refuses is said by its code:', () => {
	it.each<[codes: string, words: RegExp]>([
		['106', /file is empty/],
		['118', /header row/],
		['133', /no files to ingest/],
		['100 123 TypeCompatibilityException DCVS-1104-400', /another type than its field/],
		['DCVS-1105-400', /format of its field/],
		['DCVS-1106-400', /not among the allowed values/],
		['DCVS-1111-400', /required field/],
		['DCVS-9999-400', /does not fit the schema/],
		['INGEST-1002-400', /could not take the data/],
		['INGEST-1211-400', /Error Diagnostics on/],
		['INGEST-1212-400 INGEST-9999-400', /Get Failed Records/],
		['1401 INGEST-1401-400', /row of the file is damaged/],
		['INGEST-1555-400', /required field is missing/],
		['MAPPER-3700-400', /check the mapping/],
		['MAPPER-3016-400 MAPPER-3016-422', /column, expression or field that its message names/],
	])('%s', (codes, words) => {
		for (const code of codes.split(' ')) {
			expect(ingestionAdvice(code)).toMatch(words);
			expect(ingestionAdvice(code)).toMatch(/^[A-Z].*\.$/);
			expect(codeHint(code)).toBe(ingestionAdvice(code));
		}
	});

	it.each(['', 'constructor', '999', 'FLOW-1418-400', 'XMAPPER-1-400'])('%j has none', (code) => {
		expect(ingestionAdvice(code)).toBeUndefined();
		expect(codeHint(code)).toBe('');
	});
});
