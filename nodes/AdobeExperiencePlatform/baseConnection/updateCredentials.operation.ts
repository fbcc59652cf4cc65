import type { INodeProperties } from 'n8n-workflow';
import { credentialsPatch, requireMethod, type ConnectionUpdate } from './update';
import { ownExpiration, secretsIn, type AuthMethod, type Params } from './sources/source';
import {
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, Failure } from '../adobe/errors/failure';
import type { Operation, Task } from '../node/operation';
import {
	expirationHints,
	readExpiration,
	paramHints,
	readGiven,
	readMethod,
	refuseIncomplete,
	type GivenSet,
} from './sourceInput';
import { updateTask, testAfterUpdateOption } from './update.operation';
import { fieldsOfSet, newCredentialsFields } from './sourceFields';
import { amazonS3, s3AccessKey } from './sources/amazonS3';
import type { Connection } from './connection';

const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new credentials expire: a date or epoch seconds. Returned as expiresAt. Adobe does not store it.',
};

/** Advice if the test after the update fails. */
const NEW_CREDENTIALS =
	'Check that the new credentials belong together, have not expired, and may read the files.';

/** @param update.isWhole whether to remove optional values that are not given */
function newCredentialsTask(
	parameters: ItemParameters,
	method: AuthMethod,
	params: Params,
	{ isWhole, ...update }: Omit<ConnectionUpdate, 'patch'> & { isWhole: boolean },
): Task {
	const expiresAt = earliest(
		readExpiration(parameters.option('expiration')),
		ownExpiration(method, params),
	);
	return updateTask(
		parameters,
		{ patch: credentialsPatch(method, params, isWhole), ...update },
		NEW_CREDENTIALS,
		{
			secrets: secretsIn(method, params),
			hints: [...paramHints(method.credentials, params), ...expirationHints(expiresAt)],
			output: expiresAt ? { expiresAt } : {},
		},
	);
}

/** The first of two ISO dates in UTC. An empty text is none. */
function earliest(one: string, other: string): string {
	return [one, other].filter(Boolean).sort()[0] ?? '';
}

function prepareCredentials(parameters: ItemParameters): Task {
	const { source, method } = readMethod(parameters, ({ credentials }) => credentials.length > 0);
	const given = readGiven(parameters, source, method);
	refuseIncomplete(method, given, true);
	const { params } = given;
	const problem = method.problem?.(params) ?? method.hint?.(params);
	if (problem) throw new Refusal(problem.message, problem.description);
	const advice = `Choose its source and authentication. This item has ${source.label} with ${method.label}.`;
	return newCredentialsTask(parameters, method, params, {
		isWhole: true,
		check: (connection) => requireMethod(connection, source, method, advice),
	});
}

export const updateCredentials: Operation = {
	label: 'Update Credentials',
	action: 'Renew keys or a password (update the credentials of a base connection)',
	description:
		'Replace the SAS URI, password or keys of a base connection of any source before they expire',
	properties: [
		connectionIdField,
		...newCredentialsFields(),
		optionsField(concurrencyOption, etagOption, expirationOption, testAfterUpdateOption),
	],
	prepare: prepareCredentials,
};

function prepareToken(parameters: ItemParameters): Task {
	const given = readGiven(parameters, amazonS3, s3AccessKey);
	const { params } = given;
	const removeToken = parameters.flagOption('removeSessionToken');
	refuseBadSet(given, removeToken);
	const isTokenAlone = params.s3AccessKey === undefined;
	return newCredentialsTask(parameters, s3AccessKey, params, {
		isWhole: removeToken,
		check(current, first) {
			requireMethod(current, amazonS3, s3AccessKey, ONLY_S3);
			if (isTokenAlone) refuseOtherKeys(first, current);
		},
		...(isTokenAlone && { sees: 'all' }),
	});
}

/** Valid are a whole set, a token alone, or a key pair that replaces the token. */
function refuseBadSet(given: GivenSet, removeToken: boolean): void {
	const { params, origin } = given;
	const token = params.s3SessionToken;
	if (params.s3AccessKey !== undefined || params.s3SecretKey !== undefined) {
		refuseIncomplete(s3AccessKey, given, true);
		if (token === undefined && !removeToken) {
			throw new Refusal(
				`S3 Session Token${origin} is empty`,
				'Temporary keys need their session token. For long-term keys, add the option Remove Session Token, so that no old token stays.',
			);
		}
	} else if (removeToken) {
		throw new Refusal(
			`S3 Access Key and S3 Secret Key${origin} are empty`,
			'Remove Session Token replaces temporary keys with long-term ones. Enter the key pair, and leave S3 Session Token empty. To remove only the token, use Update > Remove Fields.',
		);
	} else if (token === undefined) {
		throw new Refusal(
			`There is nothing to write: S3 Access Key, S3 Secret Key and S3 Session Token${origin} are empty`,
			'Enter the three values of one AWS STS response.',
		);
	}
	if (token !== undefined && removeToken) {
		throw new Refusal(
			'S3 Session Token is given and Remove Session Token is on',
			'For temporary keys, turn off Remove Session Token. For long-term keys, leave S3 Session Token empty.',
		);
	}
}

const ONLY_S3 =
	'Update Session Token is for Amazon S3 with an access key. Use Update Credentials for other sources.';

/** A session token alone is useless if somebody else has replaced the key pair. */
function refuseOtherKeys(first: Connection, current: Connection): void {
	if (first.auth?.params?.s3AccessKey === current.auth?.params?.s3AccessKey) return;
	throw new Failure(
		'Somebody else replaced the S3 keys of this connection in the meantime',
		'The session token does not belong to the new key pair, so it was not written. Enter access key, secret key and session token together.',
		'412',
	);
}

export const updateToken: Operation = {
	label: 'Update Session Token',
	action: 'Renew S3 keys (update the session token of a base connection)',
	description:
		'Replace the temporary S3 keys of a base connection before they expire. Adobe does not check them, so turn on Test After Update.',
	properties: [
		connectionIdField,
		...fieldsOfSet(s3AccessKey),
		optionsField(
			concurrencyOption,
			etagOption,
			expirationOption,
			{
				displayName: 'Remove Session Token',
				name: 'removeSessionToken',
				type: 'boolean',
				default: false,
				description: 'Whether to remove the stored session token, to go back to long-term keys',
			},
			testAfterUpdateOption,
		),
	],
	prepare: prepareToken,
};
