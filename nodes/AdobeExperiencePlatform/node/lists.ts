import {
	getColumns,
	getFileMapping,
	getItemMapping,
	getSchemaFields,
	searchDataflows,
} from '../dataflow/lists';
import { searchConnections, searchPaths } from '../baseConnection/lists';
import { searchDatasets } from '../dataset/lists';
import { searchRuns } from '../run/lists';

/** Lists of resource locators, by the names that the parameters refer to. */
export const listSearch = {
	searchConnections,
	searchDataflows,
	searchDatasets,
	searchPaths,
	searchRuns,
};

/** Lists of options, likewise. */
export const loadOptions = { getColumns, getSchemaFields };

/** Rows of resource mappers, likewise. */
export const resourceMapping = { getFileMapping, getItemMapping };
