import { getColumns, getSchemaFields } from './mappingLists';
import { searchConnections } from './searchConnections';
import { searchDataflows } from './searchDataflows';
import { searchDatasets } from './searchDatasets';
import { searchPaths } from './searchPaths';

/** Lists of resource locators, by the names that the parameters refer to. */
export const listSearch = { searchConnections, searchDataflows, searchDatasets, searchPaths };

/** Lists of options, likewise. */
export const loadOptions = { getColumns, getSchemaFields };
