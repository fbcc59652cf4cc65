import type { IPollFunctions, IDataObject } from 'n8n-workflow';
import { poll, Stored } from '../../../nodes/AdobeExperiencePlatform/trigger/poll';
import { emptyMemory } from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';

/** A trigger of a workflow that n8n has not stored yet, with one response of the service. */
function triggerOver(statusCode: number, headers: Record<string, string> = {}) {
	const data: Record<string, unknown> = {};
	const context = {
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: undefined }),
		getNode: () => ({ id: 'n', name: 'Trigger', type: 'trigger', typeVersion: 1 }),
		getNodeParameter: (name: string, fallback: unknown) =>
			name === 'events' ? ['failed'] : fallback,
		getWorkflowStaticData: () => data,
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		logger: { info: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async () => ({ statusCode, headers, body: { items: [] } }),
		},
	};
	return { context: context as unknown as IPollFunctions, data };
}

describe('A poll', () => {
	it.each([
		[429, 'rate-limited'],
		[403, 'configuration-invalid'],
		[503, 'temporarily-unavailable'],
	])('that ends with %i tells n8n why, and leaves no memory', async (status, cause) => {
		const { context, data } = triggerOver(status, { 'retry-after': '600' });
		await expect(poll(context)).rejects.toMatchObject({ failure: { cause } });
		expect(data).toEqual({});
	});

	it('of a workflow without an ID begins a memory of its own', async () => {
		const { context, data } = triggerOver(200);
		expect(await poll(context)).toBeNull();
		const { watched } = data.memory as { watched: string };
		expect(JSON.parse(watched)).toEqual(['', 'Trigger', 'o@AdobeOrg', 'dev', '', ['failed']]);
	});
});

/** A node in n8n 2.41 with durable cursors, which lose what a poll at activation leaves in the node's data. */
class DurableNode {
	cursor: IDataObject = {};

	readonly shared: IDataObject = {};

	name = 'Trigger';

	private data: IDataObject = {};

	open(watched = this.name): Stored {
		this.data = { ...this.cursor };
		const context = {
			getNode: () => ({ name: this.name }),
			getPollBudgetMs: () => 36_000,
			getWorkflowStaticData: (type: string) => (type === 'node' ? this.data : this.shared),
		};
		return new Stored(context as unknown as IPollFunctions, watched, watched, 'formerly');
	}

	commit(): void {
		this.cursor = { ...this.data };
	}
}

const first = (watched: string) => ({ ...emptyMemory(watched), revision: String(Date.now()) });

describe('The first memory with durable cursors', () => {
	let now = 1_800_000_000_000;
	beforeEach(() => jest.spyOn(Date, 'now').mockImplementation(() => (now += 1_000)));
	afterEach(() => jest.restoreAllMocks());

	it('is found by the first scheduled poll', () => {
		const node = new DurableNode();
		const memory = first('Trigger');
		node.open().begin(memory);
		expect(node.open().read()).toEqual(memory);
	});

	it('takes the place of a memory of something else', () => {
		const node = new DurableNode();
		node.open().begin(first('Trigger'));
		node.commit();
		const other = first('other');
		node.open('other').begin(other);
		expect(node.open('other').read()).toEqual(other);
	});

	it('is not taken from long ago, if the node was renamed and got its name back', () => {
		const node = new DurableNode();
		node.open().begin(first('Trigger'));
		node.commit();
		node.name = 'Renamed';
		node.open().begin(first('Renamed'));
		node.commit();
		node.name = 'Trigger';
		expect(node.open().read()).toBeUndefined();
	});
});

it('The progress of 500 triggers is kept; with more, each continues from what n8n stores', () => {
	const node = new DurableNode();
	const stored = first('first');
	node.open('first').write(stored, true);
	node.commit();
	const further = { ...stored, newest: 5 };
	node.open('first').write(further, false);
	expect(node.open('first').read()).toEqual(further);
	const others = (from: number, to: number) => {
		for (let count = from; count < to; count++) {
			const other = new DurableNode();
			other.open(`other ${count}`).write(first(`other ${count}`), false);
		}
	};
	others(0, 400);
	expect(node.open('first').read()).toEqual(further);
	others(400, 500);
	expect(node.open('first').read()).toEqual(stored);
});
