import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../commonFields';

export const runIdField: INodeProperties = {
	displayName: 'Run ID',
	name: 'runId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 8f2a6f0c-3b1d-4c57-9e2a-5d7c1b0e4f63',
	description: 'The dataflow run, as Get Many or the trigger names it',
};

export const maxWaitOption: INodeProperties = {
	displayName: 'Max Wait',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 30,
	description: 'How many minutes to wait at the most',
};

export const failOnErrorOption: INodeProperties = {
	displayName: 'Fail on Error',
	name: 'failOnError',
	type: 'boolean',
	default: true,
	description: 'Whether a failed run makes the item fail; otherwise it comes out with its errors',
};

/** The parameters of an operation on one run that takes no further ones. */
export const oneRun: INodeProperties[] = [runIdField, optionsField(concurrencyOption)];
