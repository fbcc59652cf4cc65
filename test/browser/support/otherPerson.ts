import type { LocalAdobe } from '../../../local/adobe';

/** Somebody else deletes a connection in the local Adobe, with the token that was last used there. */
export async function deleteAsOther(adobe: LocalAdobe, name: string): Promise<void> {
	const { url, demo, journal } = adobe;
	const connection = adobe.connections().find((candidate) => candidate.name === name);
	const address = `${url}/data/foundation/flowservice/connections/${connection?.id}`;
	const response = await fetch(address, {
		method: 'DELETE',
		headers: {
			authorization: String(journal.at(-1)?.headers.authorization),
			'x-api-key': demo.clientId,
			'x-gw-ims-org-id': demo.organizationId,
			'x-sandbox-name': demo.sandboxName,
		},
	});
	if (response.status !== 204) throw new Error(`Not deleted: ${await response.text()}`);
}
