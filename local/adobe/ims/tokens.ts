import type { Random } from '../random';

const SIGNATURE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function part(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The IMS access tokens handed out so far. They look like JWTs, say that they are fake, and are all different. */
export class Tokens {
	private endsAt = new Map<string, number>();
	private issued = 0;

	constructor(private readonly random: Random) {}

	/** @param lifetime seconds */
	issue(clientId: string, lifetime: number, now: number): string {
		const header = part({ alg: 'none', typ: 'JWT', note: 'fake token of the local Adobe' });
		const payload = part({
			id: `${++this.issued}_${this.random.uuid()}`,
			type: 'access_token',
			as: 'ims-local',
			client_id: clientId,
			created_at: String(now),
			expires_in: String(lifetime * 1000),
		});
		const token = `${header}.${payload}.${this.random.text(86, SIGNATURE)}`;
		this.endsAt.set(token, now + lifetime * 1000);
		return token;
	}

	isValid(token: string, now: number): boolean {
		return (this.endsAt.get(token) ?? 0) > now;
	}

	expireAll(): void {
		this.endsAt.clear();
	}
}
