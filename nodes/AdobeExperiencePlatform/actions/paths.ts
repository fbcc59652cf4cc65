import { isAddress, pastedProblem, storagePath } from '../flowService/baseConnection';
import { Refusal } from './refusal';

/**
 * A path within a storage, in the form in which listings show it: an address of S3 or Google
 * (`s3://bucket/file`, an ARN, `https://bucket.s3.amazonaws.com/file`) is brought into it.
 */
export function asPath(text: string): string {
	const problem = pastedProblem(text, 'text');
	if (problem) throw new Refusal(`Invalid Path: ${problem.found}`, problem.mend);
	const path = storagePath(text);
	if (path !== undefined) return path;
	if (!isAddress(text)) return text;
	throw new Refusal(
		'Invalid Path: it is an address',
		'Enter the path as a listing of the connection shows it, with the bucket first, for instance /my-bucket/daily/customers.csv.',
	);
}
