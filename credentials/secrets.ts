import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	secretsIn,
	type Params,
} from '../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { keyChoices } from '../nodes/AdobeExperiencePlatform/baseConnection/sources/stored';

/** What of a credential must appear nowhere: its own secrets, and those of the keys of whichever source it holds. */
export function secretsOfCredential(data: ICredentialDataDecryptedObject): string[] {
	const texts = Object.entries(data).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
	);
	const params: Params = Object.fromEntries(texts);
	const own = [params.accessToken, params.clientSecret].filter((value) => value !== undefined);
	const ofSources = keyChoices.flatMap(({ method }) => secretsIn(method, params));
	return [...new Set([...own.map(String), ...ofSources])];
}
