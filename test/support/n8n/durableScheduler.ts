/** n8n 2.41's durable scheduler for polls, with durable cursors: off there, and on by default from 2.45. */
export const DURABLE_SCHEDULER: NodeJS.ProcessEnv = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
