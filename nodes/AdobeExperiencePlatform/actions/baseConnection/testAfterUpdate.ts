import type { IDataObject } from 'n8n-workflow';
import { testConnection } from '../../flowService/baseConnection';
import type { ApiClient } from '../../transport/apiClient';
import type { Written } from '../../transport/entity/kind';
import { asFailure, Failure } from '../../transport/errors/failure';

/** What a person checks when the files cannot be read after an update of that kind. */
export const NEW_CREDENTIALS =
	'Check that the new credentials are one set and have not expired, and that they may read there.';
export const NEW_FIELDS =
	'Check the changed fields, and that the stored credentials have not expired and may read there.';

/**
 * Tests a connection that was just updated, since a PATCH checks nothing (contract.md (e)).
 * @param check what a person is told to check
 * @throws Failure where the test fails or gets no answer; the update stands, and its etag is named
 */
export async function testOutput(
	client: ApiClient,
	{ id, etag }: Written,
	check: string,
): Promise<IDataObject> {
	const stands = `The update was written all the same: the new etag of connection ${id} is ${etag ?? 'not shown'}.`;
	const result = await testConnection(client, id).catch(asFailure);
	if (result instanceof Failure) throw result.with(stands);
	if (result) return { testResult: true };
	throw new Failure(
		'The connection test failed after the update',
		`Adobe cannot read the files as the connection is now, and gives no reason. ${check} ${stands}`,
	);
}
