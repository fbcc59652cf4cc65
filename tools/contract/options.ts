/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a command for developers, never part of the published package */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const HELP = `First contact: checks what this package relies on against an Adobe Experience Platform.

Usage: npm run contract -- --credential FILE [options]

  --credential <file>  JSON with the fields of the n8n credential: organizationId, clientId,
                       clientSecret, scopes, sandboxName, and imsUrl and platformUrl if they
                       differ from Adobe's own. Without it, a local Adobe is checked.
  --write              also checks what only a write shows. It creates base connections whose
                       names begin with "n8n contract check" and deletes them at the end
  --dataset <id>       with --write: also creates an empty batch for this dataset and aborts it
  --only <text>        only facts whose ID contains this text
  --help               this text

Without --write, nothing is created, changed or deleted.
The table says for each fact: confirmed, different (with Adobe's answer: member names and
types, and the text of errors; values, secrets and tokens are never printed), or not reached.
Ends with exit code 1 if a fact is different.
`;

/** What signs in to a Platform: fields of the n8n credential. */
export interface PlatformCredential {
	organizationId: string;
	clientId: string;
	clientSecret: string;
	scopes: string;
	sandboxName: string;
	imsUrl: string;
	platformUrl: string;
}

export interface Options {
	help: boolean;
	/** of a local Adobe if undefined */
	credential: PlatformCredential | undefined;
	write: boolean;
	dataset: string | undefined;
	only: string;
}

const ADOBE = {
	imsUrl: 'https://ims-na1.adobelogin.com',
	platformUrl: 'https://platform.adobe.io',
	scopes: 'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext',
};
const REQUIRED = ['organizationId', 'clientId', 'clientSecret', 'sandboxName'] as const;

/** @throws Error with a sentence that names the file and the field */
export function readCredential(file: string): PlatformCredential {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new Error(`Cannot read ${file}. Give --credential the path of a JSON file`);
	}
	const fields = parsed(text, file);
	const missing = REQUIRED.filter((name) => String(fields[name] ?? '').trim() === '');
	if (missing.length > 0) throw new Error(`${file} lacks ${missing.join(', ')}`);
	const read = (name: keyof PlatformCredential, usual = '') =>
		String(fields[name] ?? usual).trim() || usual;
	return {
		organizationId: read('organizationId'),
		clientId: read('clientId'),
		clientSecret: read('clientSecret'),
		sandboxName: read('sandboxName'),
		scopes: read('scopes', ADOBE.scopes),
		imsUrl: read('imsUrl', ADOBE.imsUrl).replace(/\/+$/, ''),
		platformUrl: read('platformUrl', ADOBE.platformUrl).replace(/\/+$/, ''),
	};
}

/** The text is never quoted: it holds a secret. */
function parsed(text: string, file: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			return value as Record<string, unknown>;
		}
	} catch {
		// The same sentence as for JSON that is no object.
	}
	throw new Error(`${file} is not a JSON object. See --help for its fields`);
}

/** @throws Error with a sentence for the person who typed it */
export function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			credential: { type: 'string' },
			write: { type: 'boolean', default: false },
			dataset: { type: 'string' },
			only: { type: 'string', default: '' },
			help: { type: 'boolean', short: 'h', default: false },
		},
	});
	const { credential, dataset, write } = values;
	if (dataset !== undefined && !write) throw new Error('--dataset needs --write');
	return {
		help: values.help,
		credential: credential === undefined ? undefined : readCredential(credential),
		write,
		dataset,
		only: values.only,
	};
}
