import type { IDataObject } from 'n8n-workflow';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, updateToken, keySet } from './cases';

const local = useLocalAdobe();

const item: IDataObject = {
	name: '  Landing ',
	count: 42,
	isNew: true,
	nothing: null,
	formula: '={{ 1 + 1 }}',
	'two words': 'spaced',
	nested: { name: 'inner', 'a.b': 'dotted' },
	list: ['first'],
};

/** Name or message that a create with this name comes to. */
async function outcome(name: string): Promise<unknown> {
	const { json, error } = await runNode(local.credential(), {
		parameters: create({ name }),
		items: [item],
	});
	return error ? error.message : json[0]?.name;
}

describe('References to fields, which the node reads by itself', () => {
	it.each([
		'$json.name',
		'$json.count',
		'$json.isNew',
		'$json.nothing',
		'$json.missing',
		'$json.formula',
		"$json['two words']",
		'$json.nested.name',
		'$json.nested["a.b"]',
		'$json.nested',
		'$json.nothing.name',
		'$json.list[0]',
		'$json.toString',
	])('come to the same as if n8n evaluates them: %s', async (reference) => {
		const read = await outcome(`={{ ${reference} }}`);
		// In brackets it is no longer a plain reference.
		expect(read).toEqual(await outcome(`={{ (${reference}) }}`));
	});

	it('serve for the connection, its keys and its etag alike', async () => {
		const { adobe } = local;
		const { id, etag } = adobe.seedConnection();
		const keys = keySet(7);
		const { json, error } = await runNode(local.credential(), {
			parameters: updateToken('={{ $json.id }}', {
				s3AccessKey: '={{ $json.s3AccessKey }}',
				s3SecretKey: '={{ $json.s3SecretKey }}',
				s3SessionToken: '={{ $json.s3SessionToken }}',
				options: { etag: '={{ $json.etag }}' },
			}),
			items: [{ id, etag, ...keys }],
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			id,
			updated: ['s3AccessKey', 's3SecretKey', 's3SessionToken'],
		});
		expect(adobe.connection(id)?.auth?.params).toMatchObject(keys);
	});

	it('may stand for the whole picker of the connection', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const { error } = await runNode(local.credential(), {
			parameters: { ...updateToken(id, keySet(8)), connectionId: '={{ $json.id }}' },
			items: [{ id }],
		});
		expect(error).toBeUndefined();
	});
});
