import { type Probe } from '../fact';
import { type Answer, type Ask, itemsOf, member } from '../platform';

const CONNECTIONS = '/data/foundation/flowservice/connections';
export const S3 = { id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b', version: '1.0' };
/** Keys of AWS's form that open nothing. */
export const KEYS = {
	s3AccessKey: `AKIA${'FAKE'.repeat(4)}`,
	s3SecretKey: `${'FakeFake/'.repeat(4)}Fake`,
};
const NAME = 'n8n contract check';

/** The connections that a check makes, all of one name, and deletes at its end. */
export class MadeConnections {
	readonly ids = new Set<string>();
	readonly name = `${NAME} ${new Date().toISOString()}`;
	etag = '';

	constructor(private readonly probe: Probe) {}

	get first(): string | undefined {
		return [...this.ids][0];
	}

	async create(change: object = {}): Promise<Answer> {
		const auth = { specName: 'Access Key', params: KEYS };
		const body = { name: this.name, auth, connectionSpec: S3, ...change };
		const answer = await this.probe.platform.ask('POST', CONNECTIONS, { body });
		const id = member(answer.body, 'id');
		if (typeof id === 'string') this.ids.add(id);
		return answer;
	}

	async read(): Promise<Answer> {
		return await this.probe.platform.ask('GET', `${CONNECTIONS}/${this.first}`);
	}

	async test(): Promise<Answer> {
		return await this.probe.platform.ask('GET', `${CONNECTIONS}/${this.first}/test`);
	}

	/** The connections of the name, as a filter finds them. */
	async find(): Promise<Answer> {
		const property = encodeURIComponent(`name=="${this.name}"`);
		return await this.probe.platform.ask('GET', `${CONNECTIONS}?property=${property}&limit=100`);
	}

	/**
	 * Deletes all of the name, those of a lost answer included.
	 * @returns the answers of the deletes, and the last look at the first one
	 */
	async deleteAll(): Promise<Answer[]> {
		const found = await this.find().then(itemsOf, () => []);
		for (const item of found ?? []) this.ids.add(String(member(item, 'id')));
		const { first } = this;
		const answers: Answer[] = [];
		for (const id of this.ids) {
			answers.push(await this.probe.platform.ask('DELETE', `${CONNECTIONS}/${id}`));
		}
		if (first !== undefined) answers.push(await this.read());
		return answers;
	}

	/** PATCH under the newest etag, or the headers given. */
	async patch(
		operations: unknown,
		ask: Ask = { headers: { 'if-match': this.etag } },
	): Promise<Answer> {
		const answer = await this.probe.platform.ask('PATCH', `${CONNECTIONS}/${this.first}`, {
			...ask,
			body: operations,
		});
		const etag = member(answer.body, 'etag');
		if (answer.status < 300 && typeof etag === 'string') this.etag = etag;
		return answer;
	}
}
