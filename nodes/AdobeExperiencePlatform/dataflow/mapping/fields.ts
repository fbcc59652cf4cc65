import type { IDisplayOptions, INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';
import { FIELD_MAPPING } from './words';

/** What the lists of columns and fields depend on: they are read again when one of these changes. */
const FILE = ['connectionId.value', 'pathType', 'path.value', 'format'];

export const schemaFieldField: INodeProperties = {
	displayName: 'Field Name or ID',
	name: 'destination',
	type: 'options',
	typeOptions: {
		loadOptionsMethod: 'getSchemaFields',
		loadOptionsDependsOn: ['datasetId.value'],
	},
	default: '',
	description:
		'A field of the schema. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

type MapperOptions = NonNullable<INodePropertyTypeOptions['resourceMapper']>;

/** What n8n 2.8 does not know yet: it shows a button instead. */
type NewerOptions = MapperOptions & { refreshStaleSchemaOnOpen: boolean };

/**
 * A row for each field of a dataset, in which a column is chosen. n8n forgets all choices when something changes that
 * the list depends on: so another file, whose columns may be the same, is no such thing, and another dataset is.
 * @param method name of the method that gives the rows
 * @param hide values without which there are no rows: with each of them filled in, n8n asks for the rows
 */
export function columnsForFields(
	method: string,
	show: NonNullable<IDisplayOptions['show']>,
	hide: NonNullable<IDisplayOptions['hide']>,
): INodeProperties {
	const resourceMapper: NewerOptions = {
		resourceMapperMethod: method,
		mode: 'add',
		valuesLabel: 'Columns for Fields',
		fieldWords: { singular: 'field', plural: 'fields' },
		supportAutoMap: false,
		refreshStaleSchemaOnOpen: true,
	};
	return {
		displayName: 'Columns for Fields',
		name: FIELD_MAPPING,
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		displayOptions: { show, hide },
		typeOptions: { loadOptionsDependsOn: ['datasetId.value'], resourceMapper },
	};
}

/** How columns get into the fields of the dataset's schema. */
export const mappingFields: INodeProperties[] = [
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Each column goes into the field of the same name',
			},
			{
				name: 'Automatic and Pairs',
				value: 'automaticAndPairs',
				description: 'Choose for some columns; the others go into the field of the same name',
			},
			{
				name: 'Choose Columns',
				value: 'fields',
				description:
					'Choose a column for each field of the dataset, in a form that is filled in by name',
			},
			{ name: 'Mapping Set', value: 'mappingSet', description: 'Use a mapping set that exists' },
			{ name: 'Pairs', value: 'pairs', description: 'Choose for each column; others are left out' },
		],
		default: 'automatic',
		description: 'How columns are mapped to the fields of the schema',
		hint: 'Automatic maps columns by name. Preview Mapping shows the result before anything is written.',
	},
	columnsForFields('getFileMapping', { mapping: ['fields'] }, { path: [''], datasetId: [''] }),
	{
		displayName: 'Pairs',
		name: 'mappings',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add pair or calculated field',
		default: {},
		displayOptions: { show: { mapping: ['automaticAndPairs', 'pairs'] } },
		options: [
			{
				displayName: 'Calculated Field',
				name: 'calculated',
				values: [
					{
						displayName: 'Expression',
						name: 'expression',
						type: 'string',
						default: '',
						placeholder: 'e.g. date(when, "dd/MM/yyyy")',
						description:
							'A Data Prep expression or a constant, such as uuid(), now() or "web". Write column names with blanks as ${…}.',
					},
					schemaFieldField,
				],
			},
			{
				displayName: 'Pair',
				name: 'pair',
				values: [
					{
						displayName: 'Column Name or ID',
						name: 'source',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getColumns', loadOptionsDependsOn: FILE },
						default: '',
						description:
							'A column of the file. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					},
					schemaFieldField,
				],
			},
		],
	},
	{
		displayName: 'Mapping Set ID',
		name: 'mappingSetId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { mapping: ['mappingSet'] } },
		placeholder: 'e.g. 4d1b5a7e3c6f4f0d8a2b9c1e7d5f3a60',
		description: 'A mapping set of Data Prep that was made for the schema of the dataset',
	},
];
