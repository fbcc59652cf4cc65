/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests let virtual time pass */
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { type LocalAdobe, type Settings, startLocalAdobe } from '../../../local/adobe';
import { credentialData } from '../../support/adobe';
import { CredentialStore } from '../../support/credentialStore';
import { type NodeRun, runNode } from '../../support/engine';
import { useVirtualTime } from '../../support/virtualTime';
import { expireKeys } from '../../support/expireKeys';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A lab for each test, in virtual time. */
export function useHealingLab(settings: Partial<Settings>): () => HealingLab {
	let lab: HealingLab | undefined;
	beforeEach(async () => {
		jest.spyOn(console, 'log').mockImplementation();
		lab = await HealingLab.start(settings);
	});
	useVirtualTime();
	afterEach(async () => {
		jest.restoreAllMocks();
		await lab?.close();
	});
	return () => lab as HealingLab;
}

/** A local Adobe in virtual time, with one base connection whose keys AWS has given. */
export class HealingLab {
	readonly credentials: CredentialStore;
	/** how often AWS was asked for keys */
	keysMade = 0;
	/** what AWS answers instead */
	awsRefuses?: string;
	/** milliseconds for which keys live that AWS gives */
	keysLive = 36 * HOUR;

	private constructor(readonly adobe: LocalAdobe) {
		this.credentials = new CredentialStore(credentialData(adobe));
	}

	static async start(settings: Partial<Settings>): Promise<HealingLab> {
		const adobe = await startLocalAdobe({ runMs: 3 * MINUTE, ...settings });
		return new HealingLab(adobe);
	}

	/** Lets the time pass. */
	async pass(ms: number): Promise<void> {
		await new Promise((resolve) => {
			setTimeout(resolve, ms);
		});
	}

	/** A connection with keys that end at this time, epoch milliseconds. */
	connection(name: string, expiresAt: number): string {
		const keys = this.mint(expiresAt);
		const params = {
			s3AccessKey: keys.accessKey,
			s3SecretKey: keys.secretKey,
			s3SessionToken: keys.sessionToken,
		};
		return this.adobe.seedConnection({ name, params }).id;
	}

	/** Lets the keys that a connection holds end now. */
	expireKeys(connectionId: string): void {
		expireKeys(this.adobe, connectionId);
	}

	/** The answer of AWS STS. */
	newKeys(): IDataObject {
		if (this.awsRefuses) throw new Error(this.awsRefuses);
		const expiresAt = Date.now() + this.keysLive;
		const { accessKey, secretKey, sessionToken } = this.mint(expiresAt);
		return {
			GetSessionTokenResponse: {
				GetSessionTokenResult: {
					Credentials: {
						AccessKeyId: accessKey,
						SecretAccessKey: secretKey,
						SessionToken: sessionToken,
						Expiration: Math.floor(expiresAt / 1000),
					},
				},
			},
		};
	}

	/** A dataflow that reads a folder of its own. */
	dataflow(connectionId: string, name: string, schedule: IDataObject): string {
		const startTime = Math.floor(Date.now() / 1000);
		return this.adobe.seedDataflow({
			connectionId,
			name,
			path: `/acme-landing/${name}/`,
			type: 'folder',
			format: 'json',
			schedule: { startTime, ...schedule },
		}).id;
	}

	/** A file that arrives now. */
	async file(dataflowName: string, name: string): Promise<string> {
		const path = `${dataflowName}/${name}.json`;
		await this.adobe.putFile(path, '{"id":"1"}\n');
		return `/acme-landing/${path}`;
	}

	/**
	 * Runs one of our operations, as a person would.
	 * @param node our node as the process has loaded it
	 */
	async byHand(parameters: INodeParameters, node?: INodeType): Promise<NodeRun> {
		return await runNode(this.credentials, { parameters, node });
	}

	/** How often each file was ingested, by its path. */
	ingested(): Record<string, number> {
		return Object.fromEntries(
			this.adobe.ingestions().map(({ path, runIds }) => [path, runIds.length]),
		);
	}

	/** Requests of one kind that the service carried out. */
	carriedOut(method: string, path: RegExp): number {
		return this.adobe.journal.filter(
			(entry) => entry.method === method && path.test(entry.path) && entry.applied,
		).length;
	}

	get keyUpdates(): number {
		return this.carriedOut('PATCH', /\/connections\//);
	}

	get retries(): number {
		return this.carriedOut('POST', /\/runs\/[^/]+\/action$/);
	}

	async close(): Promise<void> {
		await this.adobe.close();
	}

	private mint(expiresAt: number) {
		const number = String(++this.keysMade).padStart(4, '0');
		const set = {
			accessKey: `ASIAFAKEFAKEFAKE${number}`,
			secretKey: `FAKE/secret/of/a/test/number/${number}/padded`.slice(0, 40).padEnd(40, '0'),
			sessionToken: `FAKEsessionTokenOfATest${number}`.padEnd(120, 'x'),
			expiresAt,
		};
		this.adobe.registerKeys(set);
		return set;
	}
}
