import { type Fact, hasMembers, holds } from '../fact';
import { member } from '../platform';

const section = 'a';

/** Error answers of the token endpoint, by what is wrong with the request. */
const REFUSED: Array<Pick<Fact, 'id' | 'says' | 'isUnsure'> & { change: object; error: string }> = [
	{
		id: 'ims-wrong-secret',
		says: 'A wrong client secret is answered 400 invalid_client',
		change: { client_secret: 'p8e-wrong' },
		error: 'invalid_client',
	},
	{
		id: 'ims-wrong-client',
		says: 'An unknown client ID is answered 400 invalid_client',
		change: { client_id: '00000000000000000000000000000000' },
		error: 'invalid_client',
	},
	{
		id: 'ims-wrong-scope',
		says: 'A scope that is not granted is answered 400 invalid_scope',
		isUnsure: true,
		change: { scope: 'no_such_scope' },
		error: 'invalid_scope',
	},
	{
		id: 'ims-wrong-grant',
		says: 'An unknown grant type is answered 400 unsupported_grant_type',
		isUnsure: true,
		change: { grant_type: 'no_such_grant' },
		error: 'unsupported_grant_type',
	},
];

export const imsFacts: readonly Fact[] = [
	{
		id: 'ims-token',
		says: 'A token comes as access_token, with its lifetime as expires_in in seconds, at most a day',
		section,
		async check({ platform }) {
			const answer = await platform.ownToken();
			const lifetime = Number(member(answer.body, 'expires_in'));
			const isToken = hasMembers(answer.body, { access_token: 'string', token_type: 'string' });
			return holds(answer, answer.status === 200 && isToken && lifetime > 60 && lifetime <= 86_400);
		},
	},
	...REFUSED.map(
		({ change, error, ...fact }): Fact => ({
			...fact,
			section,
			async check({ platform }) {
				const answer = await platform.askToken({ ...change });
				return holds(answer, answer.status === 400 && member(answer.body, 'error') === error);
			},
		}),
	),
];
