// The package has no types of its own; this is the part that is used here.
declare module 'aws4' {
	interface SignedRequest {
		host?: string;
		path?: string;
		method?: string;
		service?: string;
		region?: string;
		body?: string;
		headers?: Record<string, string>;
		doNotModifyHeaders?: boolean;
	}
	interface AwsKeys {
		accessKeyId: string;
		secretAccessKey: string;
		sessionToken?: string;
	}
	export function sign<T extends SignedRequest>(
		request: T,
		keys: AwsKeys,
	): T & { headers: Record<string, string> };
	export class RequestSigner {
		constructor(request: SignedRequest, keys: AwsKeys);
		datetime?: string;
		signature(): string;
	}
}
