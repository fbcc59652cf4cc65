import { sources } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import {
	looksLike,
	type ConnectionDraft,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';

const source = sources.find(({ value }) => value === 'sftp') as ConnectionDraft['source'];
const [method] = source.methods as [ConnectionDraft['method']];
const draft: ConnectionDraft = {
	name: 'One',
	description: '',
	source,
	method,
	credentials: { userName: 'acme', password: 'FAKEpassword' },
	settings: { host: 'files.example.com' },
};

describe('A connection looks like the draft', () => {
	it.each<[string, Record<string, unknown> | undefined, boolean]>([
		['shows the same', { host: 'files.example.com', userName: 'acme' }, true],
		['does not show who signs in', { host: 'files.example.com' }, true],
		['masks it by stars', { host: 'files.example.com', userName: '********' }, true],
		['masks it but for its end', { host: 'files.example.com', userName: '****acme' }, true],
		['masks it by a placeholder', { host: 'files.example.com', userName: '{USER_NAME}' }, true],
		['shows somebody else who signs in', { host: 'files.example.com', userName: 'other' }, false],
		['shows another host', { host: 'other.example.com', userName: 'acme' }, false],
		['shows no host', { userName: 'acme' }, false],
		['has a port of its own', { host: 'files.example.com', userName: 'acme', port: 22 }, true],
		['has a folder', { host: 'files.example.com', userName: 'acme', folderPath: 'in' }, false],
		['shows no parameters', undefined, true],
	])('if it %s: %s', (_what, params, expected) => {
		const connection = {
			id: '1',
			name: 'One',
			connectionSpec: { id: source.specId },
			auth: { specName: method.specName, params },
		};
		expect(looksLike(connection, draft)).toBe(expected);
	});
});
