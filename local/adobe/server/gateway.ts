import type { World } from '../world';
import type { Call } from './call';
import { badRequestRefusal, flowRefusal, gatewayRefusal } from './errors';

/** Token, key and organisation: what Adobe's API gateway checks before any service (contract.md (b)). */
export function checkGateway(world: World, call: Call): void {
	const { headers } = call;
	const { settings, demo } = world;
	const authorization = headers.authorization ?? '';
	if (authorization === '') throw gatewayRefusal('403010', 'Oauth token is missing.');
	const token = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
	if (!world.tokens.isValid(token, Date.now())) {
		throw gatewayRefusal('401013', 'Oauth token is not valid');
	}
	const key = headers['x-api-key'];
	if (!key) throw gatewayRefusal('403000', 'Api Key is required');
	if (key !== demo.clientId) throw gatewayRefusal('403003', 'Api Key is invalid');
	const organization = headers['x-gw-ims-org-id'];
	if (!organization) throw gatewayRefusal('400003', 'Missing header');
	if (settings.forbid === 'region' || !/^[^@\s]+@AdobeOrg$/.test(organization)) {
		throw gatewayRefusal('403027', 'User region is missing');
	}
	if (settings.forbid === 'profile' || organization !== demo.organizationId) {
		throw gatewayRefusal('403025', 'Profile is not valid');
	}
}

/** The sandbox and the permission, which Flow Service itself checks (contract.md (b)). Sets `call.sandbox`. */
export function checkSandbox(world: World, call: Call): void {
	if (call.headers['x-sandbox-id'] !== undefined) {
		throw flowRefusal(
			'2110-400',
			'The header x-sandbox-id is not allowed with the user token. Please update the header and try again.',
			{ title: 'Headers not allowed' },
		);
	}
	const name = call.headers['x-sandbox-name'];
	if (!name) {
		throw flowRefusal(
			'2105-400',
			'The header x-sandbox-name is missing in the request. Please add the header in the request and try again.',
			{ title: 'Header is missing' },
		);
	}
	if (name === '*') {
		throw flowRefusal(
			'2111-403',
			'The header x-sandbox-name with value * is restricted with the user token. Please update the header and value and try again.',
			{ title: 'Headers with value restricted' },
		);
	}
	const sandbox = world.sandboxes.find((candidate) => candidate.name === name);
	if (!sandbox) {
		throw flowRefusal(
			'2100-404',
			`The sandbox with the name '${name}' could not be found. Please ensure that the sandbox name is correct and try again.`,
			{ title: 'Sandbox not found' },
		);
	}
	if (world.settings.forbid === 'permission') {
		throw flowRefusal(
			'2120-403',
			'You do not have sufficient permissions to perform the operation. Please contact your administrator to resolve permissions and try again.',
			{ title: 'Forbidden' },
		);
	}
	call.sandbox = sandbox;
}

/** A body must be JSON and say so (contract.md (b)). */
export function checkJson(call: Call): void {
	const type = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== 'application/json') {
		throw badRequestRefusal('A valid content-type must be specified');
	}
	if (call.malformed) throw badRequestRefusal('The request body is not valid JSON');
}
