import { fakeKeyId, fakeSecretKey, fakeSessionToken } from '../../local/adobe/demo';
import { Random } from '../../local/adobe/random';

/** ID of a connection that no service has. */
export const MISSING = '00000000-0000-4000-8000-000000000000';

/** One set of keys, by the names that Flow Service gives them. */
export type KeySet = Record<'s3AccessKey' | 's3SecretKey' | 's3SessionToken', string>;

/** A made-up set of temporary keys: the next one of a sequence, or always the same one for a number. */
export function keySet(from: Random | number): KeySet {
	const random = typeof from === 'number' ? new Random(from) : from;
	return {
		s3AccessKey: fakeKeyId(random, 'ASIA'),
		s3SecretKey: fakeSecretKey(random),
		s3SessionToken: fakeSessionToken(random),
	};
}
