import type { INodeProperties } from 'n8n-workflow';
import { credentialsPatch, requireMethod } from './update';
import { secretsIn } from './sources/source';
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
	readGiven,
	refuseIncomplete,
	type GivenSet,
} from './sourceInput';
import { updateTask, testAfterUpdateOption } from './update.operation';
import { expirationOption, NEW_CREDENTIALS } from './updateCredentials.operation';
import { fieldsOfSet } from './sourceFields';
import { amazonS3, s3AccessKey } from './sources/amazonS3';
import type { Connection } from './connection';

const removeSessionTokenOption: INodeProperties = {
	displayName: 'Remove Session Token',
	name: 'removeSessionToken',
	type: 'boolean',
	default: false,
	description: 'Whether to remove the stored session token, to go back to long-term keys',
};

const tokenProperties: INodeProperties[] = [
	connectionIdField,
	...fieldsOfSet(s3AccessKey),
	optionsField(
		concurrencyOption,
		etagOption,
		expirationOption,
		removeSessionTokenOption,
		testAfterUpdateOption,
	),
];

function prepareToken(parameters: ItemParameters): Task {
	const given = readGiven(parameters, amazonS3, s3AccessKey);
	const { params } = given;
	const removeToken = parameters.flagOption('removeSessionToken');
	refuseBadSet(given, removeToken);
	const expiresAt = readExpiration(parameters.option('expiration'));
	const isTokenAlone = params.s3AccessKey === undefined;
	return updateTask(
		parameters,
		{
			patch: credentialsPatch(s3AccessKey, params, removeToken),
			check(current, first) {
				requireMethod(current, amazonS3, s3AccessKey, ONLY_S3);
				if (isTokenAlone) refuseOtherKeys(first, current);
			},
			...(isTokenAlone && { sees: 'all' }),
		},
		NEW_CREDENTIALS,
		{
			secrets: secretsIn(s3AccessKey, params),
			hints: expirationHints(expiresAt, Date.now()),
			output: expiresAt ? { expiresAt } : {},
		},
	);
}

/** Valid are a whole set, a token alone, or a key pair that replaces the token. */
function refuseBadSet(given: GivenSet, removeToken: boolean): void {
	const { params, origin } = given;
	const token = params.s3SessionToken;
	const hasPair = params.s3AccessKey !== undefined && params.s3SecretKey !== undefined;
	if (params.s3AccessKey !== undefined || params.s3SecretKey !== undefined) {
		refuseIncomplete(s3AccessKey, given, true);
	} else if (removeToken) {
		throw new Refusal(
			`S3 Access Key and S3 Secret Key${origin} are empty`,
			'Remove Session Token replaces temporary keys with long-term ones. Enter the key pair, and leave S3 Session Token empty. To remove only the token, use Update > Remove Fields.',
		);
	}
	if (!hasPair && token === undefined) {
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
	if (hasPair && token === undefined && !removeToken) {
		throw new Refusal(
			`S3 Session Token${origin} is empty`,
			'Temporary keys need their session token. For long-term keys, add the option Remove Session Token, so that no old token stays.',
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
	properties: tokenProperties,
	prepare: prepareToken,
};
