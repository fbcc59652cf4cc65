import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Failure, boundedDescription, boundedMessage } from '../adobe/errors/failure';
import { Refusal } from '../adobe/errors/problem';

/**
 * n8n's error for what went wrong, from plain data and without a cause: n8n stores what hangs on an
 * error.
 * @param item index of the item it belongs to; undefined where it belongs to the run
 * @param more what the user should know besides, for instance what was already written
 * @returns the error itself where it is neither of ours and there is nothing more to say
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

/** Message and what to do in one text, for an item that goes on as an error. */
export function combinedText(error: Error): string {
	const description = error instanceof Failure || error instanceof Refusal ? error.description : '';
	return description ? `${error.message}. ${description}` : error.message;
}
