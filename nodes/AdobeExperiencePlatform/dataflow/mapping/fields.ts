import type { IDisplayOptions, INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';
import { FIELD_MAPPING } from './words';

/** n8n reloads the list of columns when one of these changes. */
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

/** n8n 2.8 ignores this option and shows a button. */
type NewerOptions = MapperOptions & { refreshStaleSchemaOnOpen: boolean };

/**
 * A row for each field of a dataset, with a menu of columns. n8n clears all rows when a value changes that the list
 * depends on. Therefore it depends on the dataset, and not on the file, since the next file often has the same
 * columns.
 * @param method name of the method that returns the rows
 * @param hide values that hide the form, since n8n loads the rows as soon as the form is shown
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
			{ name: 'Mapping Set', value: 'mappingSet', description: 'Use an existing mapping set' },
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
		description: 'A mapping set of Data Prep for the schema of the dataset',
	},
];
