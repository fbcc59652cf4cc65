import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import {
	combinedText,
	executionHints,
	taskHints,
	toNodeError,
} from '../../../nodes/AdobeExperiencePlatform/node/messages';
import { Execution } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
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

describe('The hints of an execution', () => {
	it.each<[Partial<Execution['stats']>, string]>([
		[{ requests: 1, retried: 1 }, 'Of 1 request 1 had to be retried.'],
		[{ requests: 2_000, retried: 1_000 }, 'Of 2,000 requests 1,000 had to be retried.'],
		[{ conflicts: 1 }, 'After 1 etag conflict with other writers the etag was read again.'],
		[{ found: 2 }, '2 creations got no clear response, and the result was found and used.'],
		[
			{ duplicates: 1 },
			'1 duplicate deleted, since an older one of the same name already existed.',
		],
		[
			{ unconfirmed: 1 },
			'1 update with a successful response left the etag unchanged: check with Get.',
		],
		[
			{ found: 1, unconfirmed: 2 },
			'1 creation got no clear response, and the result was found and used; 2 updates with a successful response left the etag unchanged: check with Get.',
		],
	])('say what happened: %j', (stats, message) => {
		const execution = new Execution();
		Object.assign(execution.stats, stats);
		expect(executionHints(execution)).toEqual([{ message, type: 'info', location: 'outputPane' }]);
	});

	it('say how long the service asked to wait', () => {
		const execution = new Execution();
		execution.rateLimiter.askedPauses = 2_600;
		expect(executionHints(execution)).toEqual([
			{ message: 'The service asked for 3 s of pauses.', type: 'info', location: 'outputPane' },
		]);
	});

	it('are none if nothing unusual happened', () => {
		const execution = new Execution();
		execution.stats.requests = 3;
		expect(executionHints(execution)).toEqual([]);
	});

	it('warn of at most five things', () => {
		const execution = new Execution();
		for (let count = 1; count <= 6; count++) execution.hints.add(`${count}`);
		const shown = executionHints(execution);
		expect(shown.map(({ message }) => message)).toEqual(['1', '2', '3', '4', '5']);
		for (const { type } of shown) expect(type).toBe('warning');
	});

	it('warn of each thing about parameters once, and of no refused item', () => {
		const task = (...hints: string[]) => ({ settings: { timeout: 1 }, hints, run: async () => [] });
		const tasks = [task('b', 'a'), task('a'), refusal, { ...task(), hints: undefined }];
		expect(taskHints(tasks)).toEqual(
			['b', 'a'].map((message) => ({ message, type: 'warning', location: 'outputPane' })),
		);
		expect(taskHints([task('1', '2', '3', '4', '5', '6')])).toHaveLength(5);
	});
});
