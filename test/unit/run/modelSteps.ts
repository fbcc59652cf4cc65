import { retryRun } from '../../../nodes/AdobeExperiencePlatform/run/start.operation';
import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import { DataflowModel, type ModelOptions } from './dataflowModel';

/** Steps of tests on a dataflow at Adobe. */

export const HOUR = 3_600_000;

/** A dataflow whose first run ingested all files an hour ago. */
export function ingested(options: Partial<ModelOptions> = {}): DataflowModel {
	const model = new DataflowModel({ showsWindows: true, ...options });
	model.files.push(model.now - HOUR);
	model.add({ start: 0, end: model.now - 5_000 }, { status: 'success' });
	model.now += HOUR;
	return model;
}

export function arrive(model: DataflowModel): void {
	model.files.push(Math.floor(model.now / 1000) * 1000);
	model.now += 60_000;
}

export const start = async (model: DataflowModel, worker = 'a') =>
	await model.execute(async (client) => await startRun(client, 'flow'), worker);
export const retry = async (model: DataflowModel, id: string, worker = 'a') =>
	await model.execute(async (client) => await retryRun(client, id), worker);
export const times = (model: DataflowModel) => model.files.map((file) => model.timesIngested(file));
