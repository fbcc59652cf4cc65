import type { INodeExecutionData } from 'n8n-workflow';
import { itemsOf } from '../../local/n8n/runData';
import type { CredentialEntry, WorkflowEntry } from '../../local/n8n/entries';
import { askedCreates, type AskedCreate } from '../../tools/storm/asked';
import { itemEndings } from '../../tools/storm/endings';
import { faultPlan } from '../../tools/storm/faultPlan';
import { tallyCreates, traffic } from '../../tools/storm/tally';
import { type Lab, openLab } from './support/lab';
import { findLeaks } from '../support/leaks';
import { allTraces } from './support/traces';

const ITEMS = 1_000;
const SEED = 4;
const NODE = 'Create a base connection';

const asked = askedCreates(ITEMS, SEED);

let lab: Lab;

beforeAll(async () => {
	lab = await openLab({
		adobe: {
			seed: SEED,
			faults: faultPlan({ share: 0.2, seed: SEED, long: false }),
			tokenLifetime: 15,
			latencyMs: 10,
			maskStyle: 'clear',
			echoSecrets: true,
		},
		workflows: ({ credential }) => [
			stormOf(
				asked.map(({ name }) => name),
				credential,
			),
		],
	});
});

afterAll(async () => await lab?.close());

function stormOf(names: string[], { id, name: credential }: CredentialEntry): WorkflowEntry {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: object,
		x: number,
	) => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [x, 0],
		parameters,
	});
	const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		id: 'storm',
		name: 'A storm',
		active: false,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}, 0),
			node(
				'Names',
				'n8n-nodes-base.set',
				3.4,
				{ mode: 'raw', jsonOutput: JSON.stringify({ name: names }), options: {} },
				200,
			),
			node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'name', options: {} }, 400),
			{
				...node(
					NODE,
					'n8n-nodes-adobe-experience-platform.adobeExperiencePlatform',
					1,
					{
						resource: 'baseConnection',
						operation: 'create',
						name: '={{ $json.name }}',
						options: { maxConcurrency: 50 },
					},
					600,
				),
				onError: 'continueRegularOutput',
				credentials: { adobeExperiencePlatformApi: { id, name: credential } },
			},
		],
		connections: { Start: link('Names'), Names: link('Items'), Items: link(NODE) },
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowEntry;
}

describe('A storm in a real n8n', () => {
	it('creates what was asked for, once each, with a fifth of the calls going wrong, and leaks nothing', async () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken, clientSecret } = lab.adobe.demo;
		const keys = { s3AccessKey, s3SecretKey, s3SessionToken };
		const wanted = asked.map(({ name }): AskedCreate => ({ name, ...keys }));

		const execution = await lab.n8n.execute('storm');

		const endings = itemEndings(itemsOf(execution, NODE) as unknown as INodeExecutionData[], ITEMS);
		expect(tallyCreates(wanted, endings, lab.adobe.connections())).toEqual({
			asked: ITEMS,
			succeeded: ITEMS,
			failed: 0,
			exist: ITEMS,
			doubled: 0,
			orphaned: 0,
			lost: 0,
		});
		const { faults, appliedAllTheSame } = traffic(lab.adobe.journal);
		expect(faults).toBeGreaterThan(ITEMS / 10);
		expect(appliedAllTheSame).toBeGreaterThan(0);
		const traces = await allTraces(lab.n8n);
		expect(findLeaks(traces, [clientSecret, s3SecretKey, s3SessionToken])).toEqual([]);
	});
});
