/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { KeySet, LocalAdobe } from './adobe';
import type { CredentialEntry, WorkflowEntry } from './n8n/entries';
import type { Owner } from './n8n/rest';

export const EXAMPLES = join(__dirname, '..', 'examples');

/** Who signs in to a local n8n. Known to everybody: there is nothing to guard. */
export const demoOwner: Owner = {
	email: 'demo@example.com',
	password: 'Demo-only-1234',
	firstName: 'Local',
	lastName: 'Demo',
};

/** The credential for a local Adobe, under the ID and name that the examples refer to. */
export function demoCredential({ url, demo }: Pick<LocalAdobe, 'url' | 'demo'>): CredentialEntry {
	return {
		id: 'adobePlatformDemo',
		name: 'Adobe Experience Platform account',
		type: 'adobeExperiencePlatformApi',
		data: { ...demo, customEndpoints: true, imsUrl: url, platformUrl: url },
	};
}

/** Reads an example workflow by its file name. */
export function readExample(file: string): WorkflowEntry {
	return JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as WorkflowEntry;
}

interface Assignments {
	assignments: { assignments: Array<{ name: string; value: string }> };
}

/** The made-up keys that an example sets in its node "Fresh keys", in the place of AWS STS. */
export function freshKeysOf({ nodes }: WorkflowEntry): Required<Omit<KeySet, 'expiresAt'>> {
	const node = nodes.find(({ name }) => name === 'Fresh keys');
	const set = (node?.parameters as unknown as Assignments | undefined)?.assignments.assignments;
	const valueOf = (wanted: string) => set?.find(({ name }) => name === wanted)?.value ?? '';
	return {
		accessKey: valueOf('AccessKeyId'),
		secretKey: valueOf('SecretAccessKey'),
		sessionToken: valueOf('SessionToken'),
	};
}
