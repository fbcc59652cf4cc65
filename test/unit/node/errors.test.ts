import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { combinedText, toNodeError } from '../../../nodes/AdobeExperiencePlatform/node/errors';
import { Refusal, Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';

const node = { name: 'AEP', type: 'aep', typeVersion: 1 } as INode;
const failure = new Failure('It failed', 'Mend it.', '412');
const refusal = new Refusal('Name is empty', 'Give one.');
const mistake = Object.assign(new TypeError('a mistake in the code'), { description: 'Inner.' });

describe('The error that n8n shows', () => {
	it('is made from a failure with its status and its item, and nothing else', () => {
		const error = toNodeError(node, failure, 3) as NodeApiError;
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'It failed',
			description: 'Mend it.',
			httpCode: '412',
			context: { itemIndex: 3 },
		});
		expect(error.context.data).toBeUndefined();
		expect(error.cause).toBeUndefined();
	});

	it('is a warning with its item for a refusal', () => {
		const error = toNodeError(node, refusal, 3) as NodeOperationError;
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'Name is empty',
			description: 'Give one.',
			level: 'warning',
			context: { itemIndex: 3 },
		});
	});

	it.each([
		[failure, 'Mend it. This run created: 1.'],
		[refusal, 'Give one. This run created: 1.'],
		[mistake, 'This run created: 1.'],
	])('also says what the execution did: %s', (error, description) => {
		const shown = toNodeError(node, error, 3, 'This run created: 1.');
		expect(shown).toMatchObject({ message: error.message, description });
		expect(shown).toMatchObject({ context: { itemIndex: 3 } });
	});

	it('is any other error as it is if there is nothing more to say', () => {
		expect(toNodeError(node, mistake, 3)).toBe(mistake);
	});
});

describe('The text of an item that goes on as an error', () => {
	it.each<[error: Error, text: string]>([
		[failure, 'It failed. Mend it.'],
		[refusal, 'Name is empty. Give one.'],
		[new Failure('No token', ''), 'No token'],
		[mistake, 'a mistake in the code'],
	])('says what happened and what to do: %s', (error, text) => {
		expect(combinedText(error)).toBe(text);
	});
});
