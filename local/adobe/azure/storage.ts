import { demoAzureApp } from '../demo';
import { Tokens } from '../ims/tokens';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import { isObject } from '../types';
import type { World } from '../world';

/** Lifetime of an access token of Azure, seconds. */
const TOKEN_LIFETIME = 3599;
const ACCOUNT =
	'/azure/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Storage/storageAccounts/:account';

function failure(status: number, code: string, message: string): Answer {
	return answer(status, { error: { code, message } });
}

/** Client and secret, from the form or from a Basic header. */
function clientOf({ body, headers }: Call): { id: string; secret: string } {
	const form = isObject(body) ? body : {};
	const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
	return {
		id: String(form.client_id ?? decodeURIComponent(id)),
		secret: String(form.client_secret ?? decodeURIComponent(secret)),
	};
}

/** `POST …/oauth2/v2.0/token` of Microsoft Entra ID, as far as client credentials need it. */
function tokenHandler(tokens: Tokens) {
	return (call: Call): Answer => {
		const { id, secret } = clientOf(call);
		if (id !== demoAzureApp.clientId || secret !== demoAzureApp.clientSecret) {
			return answer(401, {
				error: 'invalid_client',
				error_description: 'AADSTS7000215: Invalid client secret provided.',
			});
		}
		return answer(200, {
			token_type: 'Bearer',
			expires_in: TOKEN_LIFETIME,
			access_token: tokens.issue(id, TOKEN_LIFETIME, Date.now()),
		});
	};
}

/**
 * `POST …/ListServiceSas` of Azure Resource Manager: a shared access signature for one container, in the form that Azure
 * has. Nobody here checks its signature; a base connection with it works until its `se`.
 */
function serviceSasHandler(world: World, tokens: Tokens) {
	return ({ headers, body, query, params }: Call): Answer => {
		const token = (headers.authorization ?? '').replace(/^Bearer /, '');
		if (!tokens.isValid(token, Date.now())) {
			return failure(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
		}
		if (!query.get('api-version')) {
			return failure(
				400,
				'MissingApiVersionParameter',
				'The api-version query parameter is required.',
			);
		}
		const { canonicalizedResource, signedResource, signedPermission, signedExpiry } = isObject(body)
			? body
			: {};
		const path = String(canonicalizedResource ?? '');
		if (!path.startsWith(`/blob/${params.account}/`) || signedResource !== 'c') {
			return failure(
				400,
				'InvalidValuesForRequestParameters',
				'Values for request parameters are invalid: canonicalizedResource.',
			);
		}
		const end = Date.parse(String(signedExpiry ?? ''));
		if (Number.isNaN(end)) {
			return failure(
				400,
				'InvalidValuesForRequestParameters',
				'Values for request parameters are invalid: signedExpiry.',
			);
		}
		const sas = new URLSearchParams({
			sv: '2015-04-05',
			sr: 'c',
			se: new Date(end).toISOString().replace('.000Z', 'Z'),
			sp: String(signedPermission ?? ''),
			sig: Buffer.from(world.random.text(32, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')).toString(
				'base64',
			),
		});
		return answer(200, { serviceSasToken: sas.toString() });
	};
}

/** Azure, as far as a workflow needs it that makes shared access signatures. */
export function azureRoutes(world: World): Route[] {
	// Azure's own: Adobe does not take them.
	const tokens = new Tokens(world.random);
	return [
		{
			method: 'POST',
			url: '/azure/:tenant/oauth2/v2.0/token',
			checks: 'none',
			form: true,
			handler: tokenHandler(tokens),
		},
		{
			method: 'POST',
			url: `${ACCOUNT}/ListServiceSas`,
			checks: 'none',
			json: true,
			handler: serviceSasHandler(world, tokens),
		},
	];
}
