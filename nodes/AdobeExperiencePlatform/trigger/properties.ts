import type { INodeProperties, IDataObject, IPollFunctions } from 'n8n-workflow';
import { byLabel, sandboxNameOption } from '../node/commonFields';
import { anyDataflowField } from '../dataflow/fields';
import { Refusal } from '../adobe/errors/failure';
import { asChoice, asHours, asList, asText, isId } from '../node/values';
import type { WatchEvent } from './events';
import type { Watch } from './pollReading';

const WATCH_EVENTS: readonly WatchEvent[] = [
	'failed',
	'keysRefused',
	'partialSuccess',
	'success',
	'noData',
	'recovered',
	'disabled',
];

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Disabled',
				value: 'disabled',
				action: 'On a dataflow that was disabled',
				description: 'A dataflow was disabled, by a person or by Adobe after 30 failing days',
			},
			{
				name: 'Failed',
				value: 'failed',
				action: 'On a dataflow run that failed',
				description: 'A run failed for any reason',
			},
			{
				name: 'Keys Refused',
				value: 'keysRefused',
				action: 'On a dataflow run whose keys were refused',
				description: 'A run failed because the source refused the keys, usually expired ones',
			},
			{
				name: 'No Data',
				value: 'noData',
				action: 'On a dataflow without new data',
				description: 'No record has been written for longer than Expect Data Every',
			},
			{
				name: 'Partial Success',
				value: 'partialSuccess',
				action: 'On a dataflow run with partial success',
				description: 'A run has finished, and some records could not be ingested',
			},
			{
				name: 'Recovered',
				value: 'recovered',
				action: 'On a dataflow that has recovered',
				description:
					'The first successful run, or the first records, after a Failed, Keys Refused or No Data event',
			},
			{
				name: 'Success',
				value: 'success',
				action: 'On a dataflow run that succeeded',
				description: 'A run has ingested all records',
			},
		],
		default: ['failed'],
		required: true,
		description: 'Events that start the workflow',
	},
	{
		displayName: 'Expect Data Every',
		name: 'expectEvery',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 24,
		required: true,
		displayOptions: { show: { events: ['noData'] } },
		description: 'How many hours a dataflow may be without new records',
	},
	{
		...anyDataflowField('The dataflow to watch. If empty, all dataflows of the sandbox.'),
		// A trigger has no node before it whose output could be dragged.
		hint: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byLabel([
			sandboxNameOption,
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		]),
	},
];

const DEFAULT_LIMIT = 50;
const DEFAULT_HOURS = 24;
const HOUR = 60 * 60_000;

/** Reads what to watch from the parameters. */
export function readWatch(context: IPollFunctions, options: IDataObject): Watch {
	const asked = asList(context.getNodeParameter('events', ['failed']), 'events');
	const events = asked.map((event) => asChoice<WatchEvent>(event, 'events', WATCH_EVENTS));
	if (events.length === 0) {
		throw new Refusal('Events is required', 'Choose the events that start the workflow.');
	}
	const given = context.getNodeParameter('dataflowId', '', { extractValue: true });
	const dataflowId = asText(given, 'dataflow');
	if (dataflowId !== '' && !isId(dataflowId)) {
		throw new Refusal(
			'Invalid Dataflow: enter only the ID',
			'Choose a dataflow from the list, or leave the field empty for all dataflows.',
		);
	}
	const limit = Number(options.limit ?? DEFAULT_LIMIT);
	if (!(limit >= 1)) {
		throw new Refusal('Limit must be 1 or more', 'Enter 1 or more, or remove the option.');
	}
	const watch = { events, dataflowId, limit: Math.floor(limit) };
	if (!events.includes('noData')) return watch;
	const hours = context.getNodeParameter('expectEvery', DEFAULT_HOURS);
	return { ...watch, patience: asHours(hours, 'expectDataEvery') * HOUR };
}
