import { type Answer, Refusal } from '../server/answers';

const TITLES: Record<number, string> = {
	400: 'BadRequestError',
	404: 'NotFoundError',
	405: 'MethodNotAllowedError',
	406: 'NotAcceptableError',
	409: 'ConflictError',
	413: 'PayloadTooLargeError',
	414: 'URITooLongError',
	415: 'UnsupportedMediaTypeError',
};

/**
 * Envelope 5 of contract.md (h), with the titles of the Schema Registry (EN:xdm/troubleshooting-guide.md). Catalog, Data
 * Access and Data Prep print no error body anywhere (empty content in their API descriptions); they answer in the same
 * one here, since it is the one that Platform's own services are known to share.
 */
export function platformAnswer(status: number, detail: string): Answer {
	return {
		status,
		body: { type: '/placeholder/type/uri', status, title: TITLES[status] ?? 'Error', detail },
	};
}

/** Refuses a request to one of Platform's services beside Flow Service. */
export function platformRefusal(status: number, detail: string): Refusal {
	return new Refusal({ answer: platformAnswer(status, detail) });
}
