import {
	amazonS3,
	s3AccessKey,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import {
	requireMethod,
	requireParams,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/update';
import {
	sources,
	type Source,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import type { Connection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import type { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';

const sftp = sources.find(({ value }) => value === 'sftp') as Source;
const azureBlob = sources.find(({ value }) => value === 'azureBlob') as Source;
const connection = (specId?: string, specName?: string): Connection => ({
	id: '7',
	name: 'One',
	...(specId && { connectionSpec: { id: specId } }),
	...(specName && { auth: { specName } }),
});

function refusal(work: () => void): Pick<Failure, 'message' | 'description'> | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		const { message, description } = error as Failure;
		return { message, description };
	}
}

describe('Credentials fit a connection', () => {
	const check = (of: Connection) =>
		refusal(() => requireMethod(of, amazonS3, s3AccessKey, 'Do that.'));

	it.each([
		['of the source and method', connection(amazonS3.specId, 'Access Key')],
		['that does not show its method', connection(amazonS3.specId)],
		['that shows nothing', connection()],
	])('%s', (_what, of) => {
		expect(check(of)).toBeUndefined();
	});

	it('whose method has an older name', () => {
		const [, sas] = azureBlob.methods;
		const older = connection(azureBlob.specId, 'SasURIAuthentication');
		expect(refusal(() => sas && requireMethod(older, azureBlob, sas, ''))).toBeUndefined();
		expect(check({ ...older, connectionSpec: { id: amazonS3.specId } })?.message).toMatch(
			/another kind/,
		);
	});

	it.each<[string, Connection, string, string]>([
		[
			'belongs to another source',
			connection(sftp.specId, 'Basic Authentication for sftp'),
			'The connection "One" belongs to another source: SFTP',
			'Do that. Nothing was written. The ID of the connection: 7.',
		],
		[
			'of a source that nobody here knows, without a name',
			{ ...connection('x'), name: '' },
			'The connection belongs to another source: one that this node does not know',
			'Change it in Experience Platform itself. Nothing was written. The ID of the connection: 7.',
		],
		[
			'of another method',
			connection(amazonS3.specId, 'IAMRole Based'),
			'The connection "One" uses another kind of authentication',
			'It was created with "IAM Role", which cannot be changed afterwards. Do that. Nothing was written. The ID of the connection: 7.',
		],
		[
			'of a method that nobody here knows',
			connection(amazonS3.specId, 'Other'),
			'The connection "One" uses another kind of authentication',
			'It was created with "Other", which cannot be changed afterwards. Do that. Nothing was written. The ID of the connection: 7.',
		],
	])('not %s', (_what, of, message, description) => {
		expect(check(of)).toEqual({ message, description });
	});
});

describe('Parameters fit a connection', () => {
	it.each<[string, Connection, Record<string, string>, string[]]>([
		[
			'that has them',
			connection(sftp.specId),
			{ host: 'a.example.com', folderPath: 'in' },
			['port'],
		],
		['that may be without them', connection(sftp.specId), {}, ['passPhrase']],
		['on every connection', connection(sftp.specId), { name: 'x' }, ['description']],
		['of a source that nobody here knows', connection('x'), { container: 'c' }, []],
		['that shows nothing', connection(), { container: 'c' }, []],
	])('%s', (_what, of, params, removed) => {
		expect(refusal(() => requireParams(of, params, removed))).toBeUndefined();
	});

	it.each<[string, Record<string, string>, string[]]>([
		['to write', { container: 'c' }, []],
		['to remove', {}, ['container']],
	])('not if the source does not have them, %s', (_what, params, removed) => {
		const refused = refusal(() => requireParams(connection(amazonS3.specId), params, removed));
		expect(refused).toEqual({
			message: 'Connections of Amazon S3 have no parameter container',
			description:
				'Their parameters: Bucket Name, Folder Path, Service URL. Nothing was written. The ID of the connection: 7.',
		});
	});

	const { specId: blob } = azureBlob;
	const endpoint = { serviceEndpoint: 'https://acme.blob.core.windows.net' };
	it.each<[string, Connection, Record<string, string>, string[], string | undefined]>([
		[
			'written to another method',
			connection(blob, 'SAS URI Authentication'),
			endpoint,
			[],
			'Connections of Azure Blob Storage with SAS URI have no parameter serviceEndpoint',
		],
		[
			'written to its method',
			connection(blob, 'Service Principal Based Authentication'),
			endpoint,
			[],
			undefined,
		],
		['written if the method is not shown', connection(blob), endpoint, [], undefined],
		['written if the method is not known', connection(blob, 'Other'), endpoint, [], undefined],
		[
			'removed that is required',
			connection(blob, 'Service Principal Based Authentication'),
			{},
			['container', 'serviceEndpoint'],
			'Service Endpoint is required and cannot be removed',
		],
		[
			'removed that the method needs',
			connection(amazonS3.specId, 'IAMRole Based'),
			{},
			['bucketName'],
			'Bucket Name is required and cannot be removed',
		],
		[
			'removed that the method does not need',
			connection(amazonS3.specId, 'Access Key'),
			{},
			['bucketName'],
			undefined,
		],
		[
			'changed that the method needs',
			connection(amazonS3.specId, 'IAMRole Based'),
			{ bucketName: 'another' },
			['folderPath'],
			undefined,
		],
		[
			'of the keys of another method removed',
			connection(amazonS3.specId, 'IAMRole Based'),
			{},
			['s3SessionToken'],
			'Connections of Amazon S3 with IAM Role have no parameter s3SessionToken',
		],
	])('a parameter %s', (_what, of, params, removed, message) => {
		expect(refusal(() => requireParams(of, params, removed))?.message).toBe(message);
	});

	it('not if the source refuses the value', () => {
		const refused = refusal(() =>
			requireParams(connection(amazonS3.specId), { bucketName: 'acme_landing' }, []),
		);
		expect(refused?.message).toMatch(/^Invalid Bucket Name: it has the character "_"/);
		expect(refused?.description).toMatch(
			/^Copy the name .*Nothing was written. The ID of the connection: 7.$/,
		);
	});
});
