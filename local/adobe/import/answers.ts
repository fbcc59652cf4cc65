import type { Batch } from '../batches';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer, Refusal } from '../server/answers';
import type { Call } from '../server/call';
import type { World } from '../world';
import type { Upload } from './uploads';

/** The body of a success that documents and specification disagree about (next to each setting). */
export function done(world: World, specified: unknown): Answer {
	switch (world.settings.importAnswers) {
		case 'one':
			return answer(200, 1);
		case 'specified':
			return answer(200, specified);
		default:
			return { status: 200 };
	}
}

/** 428 ERR-BI-104: the batch is in a state that does not allow it. Its envelope is not printed. */
export function wrongState(what: string, { id, status }: Batch): Refusal {
	const detail = `${what} is not allowed for the batch ${id} in the state ${status}`;
	const type = 'https://ns.adobe.com/aep/errors/ERR-BI-104';
	return new Refusal({
		answer: { status: 428, body: { type, status: 428, title: 'PreconditionRequired', detail } },
	});
}

/** @throws Refusal 404 */
export function batchOf(world: World, { params, sandbox }: Call): Batch & { upload: Upload } {
	const batch = world.batches.get(params.batch ?? '', sandbox.name);
	if (!batch?.upload) throw platformRefusal(404, `The batch ${params.batch} could not be found`);
	return { ...batch, upload: batch.upload };
}
