import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { ADOBE_NODE } from '../../support/n8n/adobeNode';
import { EVERY_15_SECONDS } from '../../support/n8n/pollTimes';

export const WEBHOOK_NODE = 'Webhook';
export const ROTATE_NODE = 'Rotate';
export const WEBHOOK_PATH = 'rotate-keys';

const ofBody = (name: string) => `={{ $('${WEBHOOK_NODE}').first().json.body.${name} }}`;

/** A call brings keys and a list of connections; each of them gets the keys. The call is answered at once. */
export function rotation({ id, name }: Pick<CredentialEntry, 'id' | 'name'>): WorkflowEntry {
	return {
		id: 'rotation',
		name: 'Rotate keys',
		nodes: [
			{
				id: 'webhook',
				name: WEBHOOK_NODE,
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'f5a3d5b6-6f0e-4e0c-9f53-1f5a0e6f7d10',
				parameters: { httpMethod: 'POST', path: WEBHOOK_PATH, responseMode: 'onReceived' },
			},
			{
				id: 'split',
				name: 'One item for each connection',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					fieldToSplitOut: 'body.connections',
					options: { destinationFieldName: 'connectionId' },
				},
			},
			{
				id: 'rotate',
				name: ROTATE_NODE,
				type: ADOBE_NODE,
				typeVersion: 1,
				position: [440, 0],
				parameters: {
					resource: 'baseConnection',
					operation: 'updateToken',
					connectionId: { __rl: true, mode: 'id', value: '={{ $json.connectionId }}' },
					s3KeySource: 'fields',
					s3AccessKey: ofBody('accessKey'),
					s3SecretKey: ofBody('secretKey'),
					s3SessionToken: ofBody('sessionToken'),
				},
				credentials: { adobeExperiencePlatformApi: { id, name } },
			},
		],
		connections: {
			[WEBHOOK_NODE]: {
				main: [[{ node: 'One item for each connection', type: 'main', index: 0 }]],
			},
			'One item for each connection': { main: [[{ node: ROTATE_NODE, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

export const TRIGGER_NODE = 'Failed runs';

/** Starts for each run that has failed, or for other events, and does nothing else. */
export function watch(
	{ id, name }: Pick<CredentialEntry, 'id' | 'name'>,
	parameters: Record<string, unknown> = { events: ['failed'] },
): WorkflowEntry {
	return {
		id: 'watch',
		name: 'Watch runs',
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER_NODE,
				type: `${ADOBE_NODE}Trigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters: { ...parameters, pollTimes: EVERY_15_SECONDS },
				credentials: { adobeExperiencePlatformApi: { id, name } },
			},
			{
				id: 'told',
				name: 'Told',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { [TRIGGER_NODE]: { main: [[{ node: 'Told', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
