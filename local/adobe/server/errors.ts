import { type Answer, type FlowErrorContent, Refusal } from './answers';

/** The two generations of Flow Service's error envelope, contract.md (h) 2 and 3. */
export type ErrorShape = 'current' | 'older';

/** Gateway error, envelope 1: the HTTP status is the first three digits of the code (contract.md (b)). */
export function gatewayAnswer(
	code: string,
	message: string,
	headers?: Record<string, string>,
): Answer {
	return { status: Number(code.slice(0, 3)), body: { error_code: code, message }, headers };
}

export function gatewayRefusal(code: string, message: string): Refusal {
	return new Refusal({ answer: gatewayAnswer(code, message) });
}

/** Platform's answer to a request that is not JSON, envelope 5 (contract.md (b)). */
export function badRequestRefusal(detail: string): Refusal {
	return new Refusal({
		answer: {
			status: 400,
			body: { type: '/placeholder/type/uri', status: 400, title: 'BadRequestError', detail },
		},
	});
}

/** Flow Service error with a code of contract.md (h); `title` is "Invalid request" for most of them. */
export function flowRefusal(
	code: string,
	message: string,
	more: Partial<Omit<FlowErrorContent, 'code' | 'message'>> = {},
): Refusal {
	return new Refusal({ flow: { title: 'Invalid request', ...more, code, message } });
}

/** Error of the sources half of the service; those are titled "Bad Request" (contract.md (f), (g)). */
export function sourcesRefusal(code: string, message: string): Refusal {
	return flowRefusal(code, message, { title: 'Bad Request' });
}

/** A mandatory field that is not there, 1304-400. */
export function missingField(field: string): Refusal {
	return sourcesRefusal(
		'1304-400',
		`The mandatory field ${field} is not provided. Please provide the ${field} and try again.`,
	);
}

/** 1329-400: a parameter that the sources half of the service needs. */
export function missingParam(param: string) {
	return sourcesRefusal(
		'1329-400',
		`The param: ${param} cannot be null or empty in the provided request. Please provide valid ${param} and try again.`,
	);
}

/** Nothing stored under that id: FLOW-1439-404, or the older wording (contract.md (c)). */
export function notFound(type: string, id: string): Refusal {
	return flowRefusal(
		'1439-404',
		`The requested ${type} resource ${id} is not found. Verify the resource ID before trying again.`,
		{
			title: 'Resource not found',
			entity: { id, type },
			olderMessage: `${type} not found with id = [${id}]`,
		},
	);
}

/** 422 for an incomplete spec reference. Its body is not documented; the older envelope carries the known sentence. */
export function specInfoIncomplete(path: string, field: 'id' | 'version'): Refusal {
	const message = `${path}.${field} '${field}' is required for spec info`;
	return new Refusal({
		answer: { status: 422, body: { errorMessage: message, errorDetails: message } },
	});
}

/** An id that no specification has: 1413-400, older `{"message": "…"}` (contract.md (c)). */
export function unknownSpec(): Refusal {
	return flowRefusal(
		'1413-400',
		'The spec ID provided is  invalid. Please provide a valid spec ID and try again.',
		{ older: { status: 400, body: { message: 'Please provide a valid spec id' } } },
	);
}

/** Flow Service's envelope for an error (contract.md (h) 2 or 3). */
export function renderFlowError(
	content: FlowErrorContent,
	shape: ErrorShape,
	requestId: string,
): Answer {
	const status = Number(content.code.slice(-3));
	if (shape === 'older') {
		if (content.older) return content.older;
		const text = content.olderMessage ?? content.message;
		return { status, body: { errorMessage: text, errorDetails: text } };
	}
	const { message, entity } = content;
	return {
		status,
		body: {
			type: `https://ns.adobe.com/aep/errors/FLOW-${content.code}`,
			title: content.title,
			status,
			report: {
				'detailed-message': message,
				...(entity && { id: entity.id }),
				'request-id': requestId,
				...(entity && { type: entity.type }),
			},
			errorMessage: message,
			errorDetails: message,
		},
	};
}
