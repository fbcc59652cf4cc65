import { type Fact, holds, isError, type Verdict } from '../fact';
import type { Ask } from '../platform';

const section = 'b';
/** The cheapest answer that passes all checks of headers. */
const PATH = '/data/foundation/flowservice/connections?limit=1';

const REFUSED: Array<{
	id: string;
	says: string;
	ask: Ask;
	status: number;
	codes: string[];
}> = [
	{
		id: 'gateway-no-token',
		says: 'A request without a token is answered 403010',
		ask: { without: ['authorization'] },
		status: 403,
		codes: ['403010'],
	},
	{
		id: 'gateway-bad-token',
		says: 'A token that is not valid is answered 401013',
		ask: { headers: { authorization: 'Bearer no-token' } },
		status: 401,
		codes: ['401013'],
	},
	{
		id: 'gateway-no-key',
		says: 'A request without x-api-key is answered 403000',
		ask: { without: ['x-api-key'] },
		status: 403,
		codes: ['403000'],
	},
	{
		id: 'gateway-bad-key',
		says: 'An unknown x-api-key is answered 403003',
		ask: { headers: { 'x-api-key': '0'.repeat(32) } },
		status: 403,
		codes: ['403003'],
	},
	{
		id: 'gateway-no-organization',
		says: 'A request without x-gw-ims-org-id is answered 400003',
		ask: { without: ['x-gw-ims-org-id'] },
		status: 400,
		codes: ['400003'],
	},
	{
		id: 'gateway-other-organization',
		says: 'Another organization is answered 403025 or 403027',
		ask: { headers: { 'x-gw-ims-org-id': '000000000000000000000000@AdobeOrg' } },
		status: 403,
		codes: ['403025', '403027'],
	},
	{
		id: 'sandbox-missing',
		says: 'A request without x-sandbox-name is answered 2105-400',
		ask: { without: ['x-sandbox-name'] },
		status: 400,
		codes: ['2105-400'],
	},
	{
		id: 'sandbox-unknown',
		says: 'A sandbox that does not exist is answered 2100-404',
		ask: { headers: { 'x-sandbox-name': 'no-such-sandbox-0' } },
		status: 404,
		codes: ['2100-404'],
	},
];

export const gatewayFacts: readonly Fact[] = [
	{
		id: 'gateway-date',
		says: 'Answers have a Date header, which tells the time at Adobe',
		section,
		async check(probe): Promise<Verdict> {
			const answer = await probe.get(PATH);
			return holds(answer, !Number.isNaN(Date.parse(answer.headers.get('date') ?? '')));
		},
	},
	...REFUSED.map(
		({ id, says, ask, status, codes }): Fact => ({
			id,
			says,
			section,
			async check({ platform }) {
				const answer = await platform.ask('GET', PATH, ask);
				return holds(answer, isError(answer, status, ...codes));
			},
		}),
	),
	{
		id: 'sandbox-list',
		says: 'The sandboxes that may be used are listed without a sandbox header',
		section: 'i',
		async check({ platform }) {
			const answer = await platform.ask('GET', '/data/foundation/sandbox-management/', {
				without: ['x-sandbox-name'],
			});
			return holds(answer, isListOf(answer.body, 'sandboxes'));
		},
	},
];

function isListOf(body: unknown, name: string): boolean {
	return typeof body === 'object' && body !== null && Array.isArray((body as never)[name]);
}
