import type { INodeParameters } from 'n8n-workflow';
import type { LocalAdobe } from '../../local/adobe';
import { Random } from '../../local/adobe/random';
import {
	sources,
	secretsIn,
} from '../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { credentialData } from '../../test/support/adobe';
import { base64, DAY } from '../../test/support/madeUpSecrets';
import { seedOf, WITH_CREDENTIALS, type MethodCase } from '../../test/workflow/sources/cases';
import { execute } from './execution';
import { resultOf, withStormyAdobe, type StormOptions, type StormResult } from './storm';
import { tallyUpdates, traffic } from './tally';

/** Updates are spread over so many connections. */
const SHARE_OF_CONNECTIONS = 5;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789+/';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

type Asked = Record<string, string> & { connectionId: string };

/** Replaces the credentials of connections of every source, `items` times, on a service that fails. */
export async function stormOfSources(options: StormOptions): Promise<StormResult> {
	return await withStormyAdobe(options, async (adobe) => {
		const random = new Random(options.seed);
		const seeded = seed(adobe, Math.ceil(options.items / SHARE_OF_CONNECTIONS));
		const asked = Array.from({ length: options.items }, (_, index) =>
			askedOf(seeded[index % seeded.length] as Seeded, random),
		);
		const started = performance.now();
		const { concurrency } = options;
		const credential = credentialData(adobe);
		const executed = await execute({ credential, asked, parameters, concurrency });
		const seconds = (performance.now() - started) / 1000;
		const secrets = asked.flatMap((one, index) => {
			const { method } = (seeded[index % seeded.length] as Seeded).of;
			return secretsIn(method, one);
		});
		const { endings, ...result } = resultOf(adobe, secrets, executed, asked.length);
		return {
			...traffic(adobe.journal),
			...result,
			seconds,
			...tallyUpdates(asked, endings, adobe.connections(), adobe.journal, seeded.length),
		};
	});
}

interface Seeded {
	id: string;
	of: MethodCase;
}

/** Connections of each way to sign in, in turn. */
function seed(adobe: LocalAdobe, count: number): Seeded[] {
	return Array.from({ length: count }, (_, index) => {
		const of = WITH_CREDENTIALS[index % WITH_CREDENTIALS.length] as MethodCase;
		return { id: seedOf(adobe, of, `Storm ${index}`).id, of };
	});
}

function askedOf({ id, of: { source, method } }: Seeded, random: Random): Asked {
	const set = method.credentials.map(({ name }) => [name, valueOf(name, random)] as const);
	return {
		connectionId: id,
		source: source.value,
		authentication: method.value,
		...Object.fromEntries(set),
	};
}

function valueOf(name: string, random: Random): string {
	const secret = `FAKE${random.text(36, LETTERS)}`;
	const end = new Date(Date.now() + DAY).toISOString();
	switch (name) {
		// Access keys and their secrets have forms of their own, and one in the other's field is refused.
		case 's3AccessKey':
			return `AKIA${random.text(16, CAPITALS)}`;
		case 'accessKeyId':
			return `GOOG${random.text(20, CAPITALS)}`;
		case 's3SessionToken':
			return secret + random.text(80, LETTERS);
		case 'connectionString':
			return `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${base64(secret)}`;
		case 'sasUri':
			return `https://acme.blob.core.windows.net/landing?sp=rl&se=${end}&sig=${encodeURIComponent(secret)}`;
		case 'privateKeyContent':
			return base64(
				`-----BEGIN RSA PRIVATE KEY-----\n${base64(secret)}\n-----END RSA PRIVATE KEY-----\n`,
			);
		default:
			return secret;
	}
}

const names = sources.flatMap(({ methods }) =>
	methods.flatMap(({ credentials }) => credentials.map(({ name }) => name)),
);

/** Each field takes what its item brings; most of them belong to other sources. */
const parameters: INodeParameters = {
	operation: 'updateCredentials',
	connectionId: { __rl: true, mode: 'id', value: '={{ $json.connectionId }}' },
	source: '={{ $json.source }}',
	authentication: '={{ $json.authentication }}',
	...Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`])),
};
