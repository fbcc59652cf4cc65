import { concurrencyOption, optionsField } from '../node/commonFields';
import type { Operation } from '../node/operation';
import { joined } from '../adobe/errors/problem';
import { datasetIdField, fileFields, readingFields } from './fields';
import { mappingFields } from './mapping/fields';
import { planMapping, refuseMapping, schemaOf, type FileMapping } from './fileMapping';
import { mappingRows } from './mapping/rows';
import { readMappingDraft } from './mappingDraft';

/** What the rows do not say by themselves. */
function hintsOf({ problems, notes, hints }: FileMapping): string[] {
	const inRows = new Set(notes.map(({ text }) => text));
	const problem = joined(problems);
	return [
		...(problem ? [`Create refuses this mapping. ${problem.message}. ${problem.description}`] : []),
		...hints.filter((hint) => !inRows.has(hint)),
	];
}

/** Shows which column goes into which field. Nothing is written. */
export const operation: Operation = {
	label: 'Preview Mapping',
	action: 'Preview the mapping of a file to a dataset',
	description:
		'Show which column of a file goes into which field of a dataset, and what is missing or may not fit. Nothing is written.',
	properties: [
		...fileFields,
		...readingFields,
		datasetIdField,
		...mappingFields,
		optionsField(concurrencyOption),
	],
	prepare(parameters) {
		const draft = readMappingDraft(parameters);
		const settings = parameters.settings();
		return {
			settings,
			async run(client, session) {
				const readOnce = session.readOnceIn(settings);
				const mapping = await planMapping(client, readOnce, draft);
				const { columns, header } = mapping.file;
				// Without columns there is no table.
				if (columns.length === 0 || (header?.refusals ?? []).length > 0) refuseMapping(mapping);
				const { fields } = await schemaOf(client, readOnce, mapping.dataset);
				for (const hint of hintsOf(mapping)) client.execution.hints.add(hint);
				return mappingRows(mapping, fields).map((row) => ({ ...row }));
			},
		};
	},
};
