/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads what users read */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sources } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

const root = join(__dirname, '..', '..', '..');
const lines = readFileSync(join(root, 'docs', 'operations.md'), 'utf8').split('\n');
const contract = readFileSync(join(root, 'docs', 'contract.md'), 'utf8');

describe.each(sources)('$label', ({ label, page, specId, methods }) => {
	const row = lines.find((line) => line.startsWith(`| [${label}](${page}) |`));

	it('has a row in the table of sources, with its page and all that it asks for', () => {
		expect(row).toBeDefined();
		for (const { label: authentication, specName, credentials } of methods) {
			expect(row).toContain(`${authentication} (\`${specName}\`)`);
			for (const credential of credentials) expect(row).toContain(credential.label);
		}
	});

	it('has its ID, names and parameters from the contract', () => {
		expect(contract).toContain(specId);
		for (const { specName, credentials, settings } of methods) {
			expect(contract).toContain(`\`${specName}\``);
			for (const { name } of [...credentials, ...settings]) expect(contract).toContain(name);
		}
	});
});

it('No two have the same value, label or connection spec', () => {
	for (const key of ['value', 'label', 'specId'] as const) {
		expect(new Set(sources.map((source) => source[key])).size).toBe(sources.length);
	}
});
