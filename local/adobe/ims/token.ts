import { type Answer, answer } from '../server/answers';
import type { Call, Handler } from '../server/call';
import type { Route } from '../server/route';
import { isObject } from '../types';
import type { World } from '../world';

function failure(error: string, description: string): Answer {
	return answer(400, { error, error_description: description });
}

/** The four parameters may be in the body or in the query (contract.md (a)). */
function parameters(call: Call): (name: string) => string {
	const body = isObject(call.body) ? call.body : {};
	return (name) => String(body[name] ?? call.query.get(name) ?? '');
}

/**
 * `POST /ims/token/v3`: client credentials for an access token, contract.md (a).
 * @returns `{access_token, token_type, expires_in}`, the last in seconds, or an error of envelope 6
 */
function tokenHandler(world: World): Handler {
	return (call) => {
		world.imsRequests++;
		const value = parameters(call);
		const { clientId, clientSecret, scopes } = world.demo;
		if (value('client_id') !== clientId) {
			return failure('invalid_client', 'invalid client_id parameter');
		}
		if (value('client_secret') !== clientSecret) {
			return failure('invalid_client', 'invalid client_secret parameter');
		}
		if (value('grant_type') !== 'client_credentials') {
			return failure('unsupported_grant_type', 'unsupported grant_type parameter');
		}
		const granted = scopes.split(',').map((scope) => scope.trim());
		const wanted = value('scope').split(',').filter(Boolean);
		const refused = wanted.filter((scope) => !granted.includes(scope.trim()));
		if (wanted.length === 0 || refused.length > 0) {
			return failure('invalid_scope', `Invalid scopes: ${refused.join(',') || 'none given'}`);
		}
		const lifetime = world.settings.tokenLifetime;
		return answer(
			200,
			{
				access_token: world.tokens.issue(clientId, lifetime, Date.now()),
				token_type: 'bearer',
				expires_in: lifetime,
			},
			{ 'cache-control': 'no-store' },
		);
	};
}

/** IMS, as far as server-to-server credentials need it (contract.md (a)). */
export function tokenRoutes(world: World): Route[] {
	return [
		{
			method: 'POST',
			url: '/ims/token/v3',
			checks: 'none',
			form: true,
			handler: tokenHandler(world),
		},
	];
}
