import { type INode, NodeApiError, NodeOperationError, type NodeExecutionHint } from 'n8n-workflow';
import {
	Failure,
	boundedDescription,
	numberText,
	Refusal,
	boundedMessage,
} from '../adobe/errors/failure';
import type { Execution } from '../adobe/execution';
import type { Task } from './operation';

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
		const { message, description, httpCode } = error.with(more);
		return new NodeApiError(node, { message }, { message, description, httpCode, itemIndex: item });
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

const MOST_HINTS = 5;

function hint(message: string, type: NodeExecutionHint['type'] = 'info'): NodeExecutionHint {
	return { message: boundedMessage(message), type, location: 'outputPane' };
}

/** Warnings about the parameters, each once. */
export function taskHints(tasks: Array<Task | Error>): NodeExecutionHint[] {
	const messages = tasks.flatMap((task) => (task instanceof Error ? [] : (task.hints ?? [])));
	return [...new Set(messages)].slice(0, MOST_HINTS).map((message) => hint(message, 'warning'));
}

/** What happened during the execution. Empty if nothing unusual did. */
export function executionHints({ stats, rateLimiter, hints }: Execution): NodeExecutionHint[] {
	const pauses = Math.round(rateLimiter.askedPauses / 1000);
	const facts = [
		stats.retried > 0 &&
			`of ${count(stats.requests, 'request')} ${numberText(stats.retried)} had to be retried`,
		pauses > 0 && `the service asked for ${pauses} s of pauses`,
		stats.conflicts > 0 &&
			`after ${count(stats.conflicts, 'etag conflict')} with other writers the etag was read again`,
		stats.found > 0 &&
			`${count(stats.found, 'creation')} got no clear response, and the result was found and used`,
		stats.duplicates > 0 &&
			`${count(stats.duplicates, 'duplicate')} deleted, since an older one of the same name already existed`,
		stats.unconfirmed > 0 &&
			`${count(stats.unconfirmed, 'update')} with a successful response left the etag unchanged: check with Get`,
	].filter(Boolean);
	const summary = facts.length > 0 ? [hint(`${sentence(facts.join('; '))}.`)] : [];
	const warned = [...hints].slice(0, MOST_HINTS).map((message) => hint(message, 'warning'));
	return [...summary, ...warned];
}

function count(value: number, what: string): string {
	return `${numberText(value)} ${what}${value === 1 ? '' : 's'}`;
}

function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
