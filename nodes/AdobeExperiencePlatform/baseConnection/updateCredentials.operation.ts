import type { INodeProperties } from 'n8n-workflow';
import { credentialsPatch, requireMethod } from './update';
import { ownExpiration, secretsIn } from './sources/source';
import {
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/failure';
import type { Operation, Task } from '../node/operation';
import {
	expirationHints,
	readExpiration,
	paramHints,
	readGiven,
	readMethod,
	refuseIncomplete,
} from './sourceInput';
import { updateTask, testAfterUpdateOption } from './update.operation';
import { newCredentialsFields } from './sourceFields';

export const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new credentials expire: a date or epoch seconds. Returned as expiresAt. Adobe does not store it.',
};

/** Advice if the test after the update fails. */
export const NEW_CREDENTIALS =
	'Check that the new credentials belong together, have not expired, and may read the files.';

const properties: INodeProperties[] = [
	connectionIdField,
	...newCredentialsFields(),
	optionsField(concurrencyOption, etagOption, expirationOption, testAfterUpdateOption),
];

function prepare(parameters: ItemParameters): Task {
	const { source, method } = readMethod(parameters, ({ credentials }) => credentials.length > 0);
	const given = readGiven(parameters, source, method);
	refuseIncomplete(method, given, true);
	const { params } = given;
	const problem = method.problem?.(params) ?? method.hint?.(params);
	if (problem) throw new Refusal(problem.message, problem.description);
	const expiresAt = earliest(
		readExpiration(parameters.option('expiration')),
		ownExpiration(method, params),
	);
	const advice = `Choose its source and authentication. This item has ${source.label} with ${method.label}.`;
	return updateTask(
		parameters,
		{
			patch: credentialsPatch(method, params, true),
			check: (connection) => requireMethod(connection, source, method, advice),
		},
		NEW_CREDENTIALS,
		{
			secrets: secretsIn(method, params),
			hints: [...paramHints(method.credentials, params), ...expirationHints(expiresAt, Date.now())],
			output: expiresAt ? { expiresAt } : {},
		},
	);
}

/** The first of two ISO dates in UTC. An empty text is none. */
function earliest(one: string, other: string): string {
	return [one, other].filter(Boolean).sort()[0] ?? '';
}

export const updateCredentials: Operation = {
	label: 'Update Credentials',
	action: 'Renew keys or a password (update the credentials of a base connection)',
	description:
		'Replace the SAS URI, password or keys of a base connection of any source before they expire',
	properties,
	prepare,
};
