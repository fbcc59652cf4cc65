import { discard, freshN8n } from './freshN8n';

/** Installs n8n if it is missing, packs the node, and makes the n8n that test files copy. */
export default async function prepare(): Promise<void> {
	await discard(await freshN8n());
}
