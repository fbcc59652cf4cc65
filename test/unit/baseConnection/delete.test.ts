import type { IExecuteFunctions } from 'n8n-workflow';
import { remove as operation } from '../../../nodes/AdobeExperiencePlatform/baseConnection/get.operation';
import type { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';
import { answer, clientOf, fakeService } from '../fakeExecution';

/** Deletes connection c, to which the service answers so; its dataflows are listed as that. */
async function remove(deleted: Outcome, listed: Outcome) {
	const { http, calls } = fakeService((asked) =>
		asked.at(-1)?.method === 'DELETE' ? deleted : listed,
	);
	const context = {
		getNode: () => ({ typeVersion: 1 }),
		isToolExecution: () => false,
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			name === 'connectionId' ? 'c' : fallback,
	} as unknown as IExecuteFunctions;
	const parameters = new ItemParameters(context, 0, {}, { text: () => '' });
	const task = operation.prepare(parameters);
	const result = await task.run(clientOf(http).client).catch((error: unknown) => error as Failure);
	return { result, methods: calls.map(({ method }) => method) };
}

const inUse = answer(400, { type: 'https://ns.adobe.com/aep/errors/FLOW-1418-400' });
const flows = (count: number) =>
	answer(200, {
		items: Array.from({ length: count }, (_, index) => ({
			id: `f${index}`,
			name: `Flow ${index}`,
			inheritedAttributes: { sourceConnections: [{ baseConnection: { id: 'c' } }] },
		})),
	});
const descriptionOf = (result: unknown) => (result as Failure).description;

describe('Deleting a connection', () => {
	it('looks at no dataflow if Adobe does it, or refuses for another reason', async () => {
		expect(await remove(answer(204, ''), flows(2))).toEqual({
			result: [{ deleted: true }],
			methods: ['DELETE'],
		});
		const { result, methods } = await remove(answer(403), flows(2));
		expect(result).toMatchObject({ httpCode: '403' });
		expect(methods).toEqual(['DELETE']);
	});

	it('that is used names up to twenty dataflows', async () => {
		const some = await remove(inUse, flows(20));
		expect(descriptionOf(some.result)).toMatch(/Used by: "Flow 0" \(f0\), .*"Flow 19" \(f19\)\.$/);
		expect((some.result as Failure).message).toMatch(/: "Flow 0", "Flow 1", "Flow 2" and 17 more$/);
		const many = await remove(inUse, flows(21));
		expect(descriptionOf(many.result)).toMatch(/"Flow 19" \(f19\) and others\.$/);
		expect(descriptionOf(many.result)).not.toContain('Flow 20');
	});

	it.each([
		['are none', flows(0)],
		['cannot be read', answer(403)],
	])('reports that it is used if the dataflows %s', async (_what, listed) => {
		const { result } = await remove(inUse, listed);
		expect(result).toMatchObject({ code: 'FLOW-1418-400' });
		expect(descriptionOf(result)).not.toContain('Used by');
	});
});
