import { searchConnections } from './searchConnections';

/** Lists for the pick boxes, by the names that the parameters refer to. */
export const listSearch = { searchConnections };
