import type { IDisplayOptions, INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';
import { cut, type Problem, Refusal } from '../../adobe/errors/failure';
import type { ItemParameters } from '../../node/itemParameters';
import { asRawText } from '../../node/values';
import type { ColumnMapping, MappingPair } from './pair';

export const FIELD_MAPPING = 'fieldMapping';

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
		hint: 'The operation Preview Mapping shows the result before anything is written.',
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

/** The words for what is mapped, in messages: columns of a file, or fields of items. */
export interface MappingWords {
	one: string;
	/** With an article. */
	a: string;
	many: string;
	/** Starts a sentence about a missing column: `The file has`. */
	has: string;
	/** Introduces the list of all columns. */
	all: string;
	/** The message if there is nothing to map. */
	none: Problem;
	/** How to fill a required field. */
	fill: string;
	/** How to calculate a required field. The expression follows. */
	calculate: string;
	/** Whether expressions of Data Prep are possible. */
	isCalculated: boolean;
}

export const OF_FILE: MappingWords = {
	one: 'column',
	a: 'a column',
	many: 'columns',
	has: 'The file has',
	all: 'Columns of the file',
	none: {
		message: 'The columns of the file are unknown',
		description:
			'The preview shows none. Check path and format, or choose Mapping > Pairs or Mapping > Mapping Set.',
	},
	fill: 'Map a column to each required field with Mapping > Choose Columns, or rename the column in the file to the name of the field.',
	calculate: 'Or choose Mapping > Automatic and Pairs and add a calculated field:',
	isCalculated: true,
};

const FIELDS_OF_FILE: MappingWords = {
	...OF_FILE,
	none: {
		message: OF_FILE.none.message,
		description: 'The preview shows none. Check path and format.',
	},
	fill: 'Choose a column under Columns for Fields. If a field is missing there, refresh the list of fields in its menu (⋯).',
	calculate: 'Or choose the calculated value:',
};

export const OF_ITEMS: MappingWords = {
	one: 'item field',
	a: 'an item field',
	many: 'item fields',
	has: 'The items have',
	all: 'Fields of the items',
	none: {
		message: 'The items have no fields',
		description: 'Connect a node whose output has the values to upload.',
	},
	fill: 'Map an item field to each required field with Mapping > Automatic and Pairs, or add the field with an Edit Fields node before this one.',
	calculate: '',
	isCalculated: false,
};

const FIELDS_OF_ITEMS: MappingWords = {
	...OF_ITEMS,
	fill: 'Drag an item field to each required field under Columns for Fields, or type the name of one.',
};

export function wordsFor(kind: ColumnMapping['kind'], of: 'file' | 'items'): MappingWords {
	if (of === 'file') return kind === 'fields' ? FIELDS_OF_FILE : OF_FILE;
	return kind === 'fields' ? FIELDS_OF_ITEMS : OF_ITEMS;
}

export function readPairs(parameters: ItemParameters, { one }: MappingWords): MappingPair[] {
	return parameters.pairs('mappings', 'pair').map(({ source = '', destination = '' }) => {
		// Column names may start or end with a blank.
		if (source.trim() && destination.trim()) return { source, destination: destination.trim() };
		throw new Refusal(
			source.trim() ? `The ${one} "${source}" has no dataset field` : `A pair has no ${one}`,
			'Fill in both sides of each pair, or remove it.',
		);
	});
}

/** Reads Choose Columns: for each field a column, or an expression that returns its name. */
export function readFields(parameters: ItemParameters): Pick<ColumnMapping, 'pairs' | 'rows'> {
	const { filled, all: rows } = parameters.mapper(FIELD_MAPPING);
	if (filled.length === 0) throw noColumns();
	const pairs = filled.map(({ name, read }) => {
		// Column names may start or end with a blank.
		const source = asRawText(read(), name);
		if (source.trim() !== '') return { source, destination: name };
		throw new Refusal(
			`The expression for the field "${cut(name)}" returned no column`,
			'Correct the expression, choose a column, or remove the field under Columns for Fields.',
		);
	});
	return { pairs, rows };
}

export function noColumns(): Refusal {
	return new Refusal(
		'No column is chosen for any field',
		'Choose a column for at least one field under Columns for Fields, or choose Mapping > Automatic.',
	);
}

/** @throws Refusal without a pair */
export function byPairs(kind: 'automaticAndPairs' | 'pairs', pairs: MappingPair[]): ColumnMapping {
	if (pairs.length > 0) return { kind: kind === 'pairs' ? kind : 'automatic', pairs };
	throw new Refusal('Pairs is empty', 'Add a pair, or choose Mapping > Automatic.');
}
