import {
	bucketNameHint,
	bucketNameProblem,
	isTemporaryKey,
	keysFrom,
	serviceUrlProblem,
	type ConnectionDraft,
	type S3Keys,
	type S3Place,
} from '../../flowService/baseConnection';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import { asChoice } from '../values';

/** The keys of one item, from where the user said. */
export function readKeys(parameters: ItemParameters): S3Keys {
	const source = asChoice(parameters.text('s3KeySource'), 's3KeysFrom', ['credential', 'fields']);
	if (source === 'credential') return keysFrom((name) => parameters.credential.text(name));
	return keysFrom((name) => parameters.text(name));
}

/** The values of keys that must not show up anywhere. */
export function secretsOf(keys: S3Keys): string[] {
	return Object.values(keys).filter(Boolean) as string[];
}

/** Where the user finds the field that a refusal names. */
export function fieldPlace(parameters: ItemParameters): string {
	return parameters.text('s3KeySource') === 'credential' ? ' of the credential' : '';
}

/** Refuses half a pair: AWS hands out key and secret together. */
export function refuseHalfPair(keys: S3Keys, place: string): void {
	if (keys.s3AccessKey && !keys.s3SecretKey) {
		throw new Refusal(
			`S3 Secret Key${place} is empty`,
			'There is an S3 Access Key without its secret. Give both, as AWS handed them out.',
		);
	}
	if (keys.s3SecretKey && !keys.s3AccessKey) {
		throw new Refusal(
			`S3 Access Key${place} is empty`,
			'There is an S3 Secret Key without its access key. Give both, as AWS handed them out.',
		);
	}
}

/** Refuses a bucket name or service URL that Adobe would not take; empty ones are not given. */
export function refuseBadPlace({ bucketName, serviceUrl }: Partial<S3Place>): void {
	const bucketProblem = bucketName && bucketNameProblem(bucketName);
	if (bucketProblem) {
		throw new Refusal(
			`Bucket Name is not good: ${bucketProblem}`,
			'Copy the name of the bucket from the S3 console, without s3:// and without a folder.',
		);
	}
	const urlProblem = serviceUrl && serviceUrlProblem(serviceUrl);
	if (urlProblem) {
		throw new Refusal(
			`Service URL is not good: ${urlProblem}`,
			'Write it like https://s3.eu-west-1.amazonaws.com/, or leave it out.',
		);
	}
}

/** Adobe's folder paths have no slash at either end (contract.md (d)). */
export function withoutOuterSlashes(path: string): string {
	return path.replace(/^\/+|\/+$/g, '');
}

export function placeHints({ bucketName }: Partial<S3Place>): string[] {
	const hint = bucketName && bucketNameHint(bucketName);
	return hint ? [hint] : [];
}

/** Reads and checks what a create asks for. */
export function readDraft(parameters: ItemParameters): ConnectionDraft {
	const name = parameters.text('name');
	if (name === '') {
		throw new Refusal('Name is empty', 'Give the connection a name that tells it from others.');
	}
	const authentication = parameters.choice('authentication', ['accessKey', 'iamRole']);
	const {
		description = '',
		bucketName = '',
		folderPath = '',
		serviceUrl = '',
	} = parameters.collection('additionalFields');
	const place = { bucketName, folderPath: withoutOuterSlashes(folderPath), serviceUrl };
	refuseBadPlace(place);
	if (authentication === 'iamRole') {
		if (bucketName === '') {
			throw new Refusal(
				'Bucket Name is empty',
				'IAM Role authentication is for one bucket: add Bucket Name under Additional Fields.',
			);
		}
		return { name, description, authentication, keys: noKeys, place };
	}
	const keys = readKeys(parameters);
	refuseMissingPair(keys, fieldPlace(parameters));
	return { name, description, authentication, keys, place };
}

const noKeys = keysFrom(() => '');

function refuseMissingPair(keys: S3Keys, place: string): void {
	refuseHalfPair(keys, place);
	if (keys.s3AccessKey) return;
	throw new Refusal(
		`S3 Access Key and S3 Secret Key${place} are empty`,
		place
			? 'Fill them in in the Adobe credential, or choose S3 Keys From > Fields Below.'
			: 'Fill them in, or choose S3 Keys From > Credential.',
	);
}

export function draftHints({ keys, place }: ConnectionDraft): string[] {
	const hints = placeHints(place);
	if (isTemporaryKey(keys.s3AccessKey) && !keys.s3SessionToken) {
		hints.push(
			'The S3 Access Key begins with ASIA, so it is a temporary one, but there is no S3 Session Token: AWS will refuse it.',
		);
	}
	return hints;
}
