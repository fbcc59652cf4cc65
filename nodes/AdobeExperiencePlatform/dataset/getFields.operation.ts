import type { IDataObject } from 'n8n-workflow';
import { getDataset } from './dataset';
import { readIdentities, readSchema } from './schema';
import { optionsField } from '../node/commonFields';
import { datasetIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';

/** Reads the fields of a dataset's schema: one output for each. */
function prepare(parameters: ItemParameters): Task {
	const id = parameters.id('datasetId', 'dataset');
	const settings = parameters.settings();
	return {
		settings,
		async run(client, session) {
			return await session.readOnceIn(settings)(['dataset fields', id], async () => {
				const dataset = await getDataset(client, id);
				const [{ fields }, identities] = await Promise.all([
					readSchema(client, dataset),
					readIdentities(client),
				]);
				const known = identities?.get(dataset.schemaId) ?? [];
				const namespaces = new Map(known.map(({ path, namespace }) => [path, namespace]));
				return fields.map(
					({ path, type, required, requiredWithin, description }): IDataObject => ({
						path,
						type,
						required,
						...(requiredWithin !== undefined && { requiredWithin }),
						identity: namespaces.get(path) ?? null,
						description: description ?? null,
					}),
				);
			});
		},
	};
}

export const operation: Operation = {
	label: 'Get Fields',
	action: 'Get the fields of a dataset',
	description:
		'Read the fields of a dataset: path, type, whether it is required, and whether it identifies a person',
	properties: [
		{ ...datasetIdField, description: 'The dataset whose fields to read' },
		optionsField(),
	],
	prepare,
};
