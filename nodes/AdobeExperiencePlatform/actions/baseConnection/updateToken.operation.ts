import type { INodeProperties } from 'n8n-workflow';
import { keysPatch, type S3Keys } from '../../flowService/baseConnection';
import { concurrencyOption, connectionIdField, etagOption, optionsField } from '../commonFields';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import type { Operation, Task } from '../types';
import { expirationHints, readExpiration } from './expiration';
import { keyFields, testAfterUpdateOption } from './fields';
import { fieldPlace, readKeys, refuseHalfPair, secretsOf } from './s3Input';
import { NEW_KEYS } from './testAfterUpdate';
import { updateTask } from './updateTask';

const removeSessionTokenOption: INodeProperties = {
	displayName: 'Remove Session Token',
	name: 'removeSessionToken',
	type: 'boolean',
	default: false,
	description:
		'Whether to remove the stored session token, for going back to long-term keys, which have none',
};

const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new keys expire, as AWS STS says: a date or epoch seconds. Comes out again as expiresAt; Adobe does not store it.',
};

const properties: INodeProperties[] = [
	connectionIdField,
	...keyFields('fields'),
	optionsField(
		concurrencyOption,
		etagOption,
		expirationOption,
		removeSessionTokenOption,
		testAfterUpdateOption,
	),
];

/** Puts new temporary keys into a connection: a read and a write, or one write with an etag given. */
function prepare(parameters: ItemParameters): Task {
	const keys = readKeys(parameters);
	const removeToken = parameters.flagOption('removeSessionToken');
	refuseBadSet(keys, removeToken, fieldPlace(parameters));
	const patch = keysPatch(keys, removeToken);
	const expiresAt = readExpiration(parameters.option('expiration'));
	return updateTask(parameters, { patch, keepsKeys: keys.s3AccessKey === '' }, NEW_KEYS, {
		secrets: secretsOf(keys),
		hints: expirationHints(expiresAt, Date.now()),
		output: expiresAt ? { expiresAt } : {},
	});
}

/** Only three things can be right: a whole set, a token alone, or a pair that takes the token's place. */
function refuseBadSet(keys: S3Keys, removeToken: boolean, place: string): void {
	const hasPair = Boolean(keys.s3AccessKey && keys.s3SecretKey);
	refuseHalfPair(keys, place);
	if (!hasPair && removeToken) {
		throw new Refusal(
			`S3 Access Key and S3 Secret Key${place} are empty`,
			'Remove Session Token puts long-term keys in place of temporary ones: give the pair, and leave S3 Session Token empty. To remove the token alone use Update > Remove Fields.',
		);
	}
	if (!hasPair && !keys.s3SessionToken) {
		throw new Refusal(
			`There is nothing to write: S3 Access Key, S3 Secret Key and S3 Session Token${place} are empty`,
			'Give the three values that AWS STS handed out together.',
		);
	}
	if (keys.s3SessionToken && removeToken) {
		throw new Refusal(
			'S3 Session Token is given and Remove Session Token is on',
			'For temporary keys switch Remove Session Token off; for long-term keys leave S3 Session Token empty.',
		);
	}
	if (hasPair && !keys.s3SessionToken && !removeToken) {
		throw new Refusal(
			`S3 Session Token${place} is empty`,
			'Temporary keys need the token that came with them. For long-term keys add the option Remove Session Token, so that no old token stays beside them.',
		);
	}
}

export const operation: Operation = {
	label: 'Update Session Token',
	action: 'Update the session token of a base connection',
	description: 'Replace the temporary S3 keys of a base connection before they expire',
	properties,
	prepare,
};
