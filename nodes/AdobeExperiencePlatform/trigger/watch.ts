import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { Refusal } from '../actions/refusal';
import { asChoice, asList, asText, isId } from '../actions/values';
import { RUN_EVENTS, type RunEvent } from './events';
import type { Watch } from './pollReading';

const DEFAULT_LIMIT = 50;

/** What the parameters say is watched. */
export function readWatch(context: IPollFunctions, options: IDataObject): Watch {
	const asked = asList(context.getNodeParameter('events', ['failed']), 'events');
	const events = asked.map((event) => asChoice<RunEvent>(event, 'events', RUN_EVENTS));
	if (events.length === 0) {
		throw new Refusal(
			'No event is chosen',
			'Choose under Events what the workflow should start for.',
		);
	}
	const given = context.getNodeParameter('dataflowId', '', { extractValue: true });
	const dataflowId = asText(given, 'dataflow');
	if (dataflowId !== '' && !isId(dataflowId)) {
		throw new Refusal(
			'Dataflow is not a dataflow ID',
			'Choose a dataflow from the list, or enter its ID alone; leave it empty for all dataflows.',
		);
	}
	const limit = Number(options.limit ?? DEFAULT_LIMIT);
	if (!(limit >= 1)) {
		throw new Refusal('Limit is below 1', 'Enter 1 or more, or remove the option.');
	}
	return { events, dataflowId, limit: Math.floor(limit) };
}
