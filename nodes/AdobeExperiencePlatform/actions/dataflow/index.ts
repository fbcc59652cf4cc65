import type { Resource } from '../types';
import { operation as create } from './create.operation';
import { operation as remove } from './delete.operation';
import { operation as disable } from './disable.operation';
import { operation as enable } from './enable.operation';
import { operation as get } from './get.operation';
import { operation as getAll } from './getAll.operation';
import { operation as update } from './update.operation';
import { operation as upsert } from './upsert.operation';

/** Every operation of a dataflow under its value. */
export const dataflow: Resource = {
	label: 'Dataflow',
	operations: { create, upsert, update, get, getAll, enable, disable, delete: remove },
	defaultOperation: 'create',
};
