import { codeOf, FLOW, itemsOf, type Json, S3_SPEC } from './client';
import { FLOW_SPEC, useFlows } from './flowLab';

describe('Of the parts of a dataflow,', () => {
	const { client, base, mapping, mappingBody, sourceBody, targetBody } = useFlows();

	it.each<[string, Json, string]>([
		['an unknown format', { data: { format: 'xml' } }, '1327-400'],
		['no format', { data: {} }, '1327-400'],
		[
			'a delimiter of two characters',
			{ data: { format: 'delimited', properties: { columnDelimiter: ';;' } } },
			'1331-400',
		],
		['no base connection', { baseConnectionId: undefined }, '1329-400'],
		['an unknown base connection', { baseConnectionId: 'other' }, '1439-404'],
		['no path', { params: { type: 'file' } }, '1329-400'],
		['no name', { name: undefined }, '1304-400'],
		['an unknown spec', { connectionSpec: { id: 'other', version: '1.0' } }, '1413-400'],
		['a state', { state: 'enabled' }, '1410-400'],
	])('a source connection is refused with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/sourceConnections', sourceBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/sourceConnections'))).toHaveLength(0);
	});

	it.each<[string, Json, string]>([
		['another spec', { connectionSpec: { id: S3_SPEC, version: '1.0' } }, '1307-400'],
		['no dataset', { params: {} }, '1325-400'],
		['no data', { data: undefined }, '1304-400'],
	])('a target connection is refused with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/targetConnections', targetBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/targetConnections'))).toHaveLength(0);
	});

	it('a change of a source connection is answered with the whole item', async () => {
		const reply = await client.post('/sourceConnections', sourceBody());
		const path = `/sourceConnections/${String(reply.body.id)}`;
		const change = [{ op: 'replace', path: '/params/path', value: '/acme-landing/accounts.csv' }];
		const changed = await client.patch(path, String(reply.body.etag), change);
		expect(itemsOf(changed)[0]).toMatchObject({ params: { path: '/acme-landing/accounts.csv' } });
		const found = await client.get(`/sourceConnections?property=baseConnectionId==${base().id}`);
		expect(itemsOf(found)).toHaveLength(1);
	});

	it('mapping sets need a sandbox as well', async () => {
		const reply = await client.call('POST', '/data/foundation/conversion/mappingSets', {
			body: mappingBody(),
			headers: { 'x-sandbox-name': undefined },
		});
		expect(codeOf(reply)).toBe('2105-400');
		expect((await mapping()).body).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
			version: 0,
		});
		expect((await client.call('GET', `${FLOW}/flowSpecs/${FLOW_SPEC}`)).status).toBe(200);
	});
});
