import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Failure, boundedDescription, boundedMessage, Refusal } from '../adobe/errors/failure';

/**
 * n8n's error for a failure or refusal. It is made from plain data and has no cause, since n8n stores everything
 * that is attached to an error.
 * @param item index of its item. Undefined if it concerns the whole execution
 * @param more what the user should also know, for instance what was already written
 * @returns the error itself if it is neither a failure nor a refusal and there is nothing to add
 */
export function toNodeError(
	node: INode,
	error: Error,
	item?: number,
	more = '',
): NodeApiError | NodeOperationError | Error {
	if (error instanceof Failure) {
		const { message, description, httpCode } = error;
		return new NodeApiError(
			node,
			{ message },
			{
				message,
				description: boundedDescription(`${description} ${more}`.trim()),
				httpCode,
				itemIndex: item,
			},
		);
	}
	if (error instanceof Refusal) {
		return new NodeOperationError(node, error.message, {
			description: boundedDescription(`${error.description} ${more}`.trim()),
			itemIndex: item,
			level: 'warning',
		});
	}
	if (more === '') return error;
	return new NodeOperationError(node, boundedMessage(error.message), {
		description: boundedDescription(more),
		itemIndex: item,
	});
}

/** Message and description as one text, for an item that continues as an error. */
export function combinedText(error: Error): string {
	const description = error instanceof Failure || error instanceof Refusal ? error.description : '';
	return description ? `${error.message}. ${description}` : error.message;
}
