import type { INodeTypeDescription } from 'n8n-workflow';

/**
 * Helps n8n's assistant to choose and connect nodes. This is `IBuilderHint` of n8n-workflow, which the oldest
 * supported n8n does not have and ignores.
 */
interface BuilderHint {
	searchHint: string;
	relatedNodes: Array<{ nodeType: string; relationHint: string }>;
}

export type HintedDescription = INodeTypeDescription & { builderHint: BuilderHint };

const PACKAGE = 'n8n-nodes-adobe-experience-platform';

export const actionBuilderHint: BuilderHint = {
	searchHint:
		'Prefer Create or Update for base connections and dataflows: it creates nothing twice. A dataflow needs a base connection, whose id comes from the node before as {{ $json.id }}. To ingest n8n items or files without a bucket, use Dataset > Upload. No Retry On Fail and no loop are needed: the node retries and takes all items. Keys come from the credential; never put secrets into parameters.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.adobeExperiencePlatformTrigger`,
			relationHint: 'Starts a workflow when a dataflow run fails, or when no data comes',
		},
		{
			nodeType: 'n8n-nodes-base.extractFromFile',
			relationHint: 'Turns CSV and spreadsheets into items for Dataset > Upload',
		},
		{
			nodeType: 'n8n-nodes-base.httpRequest',
			relationHint: 'Gets temporary S3 keys from AWS STS for Update Session Token',
		},
	],
};

export const triggerBuilderHint: BuilderHint = {
	searchHint:
		'Emits one item for each event, with cause, errors and the base connection. For expired keys, connect Update Session Token and then Dataflow Run > Retry, if cause is credentials and failedInARow is 1.',
	relatedNodes: [
		{
			nodeType: `${PACKAGE}.adobeExperiencePlatform`,
			relationHint: 'Renews keys and retries the failed run',
		},
	],
};
