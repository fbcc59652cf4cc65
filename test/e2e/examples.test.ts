import { agentTool } from './examples/agentTool';
import { demoAwsCredential, demoAzureCredential } from '../../local/localServices';
import { wrongAwsCredential } from './examples/aws';
import { createAndTest } from './examples/createAndTest';
import type { ExampleTest } from './examples/example';
import { exploreAndBranch } from './examples/exploreAndBranch';
import { failedRecordsToSheet } from './examples/failedRecordsToSheet';
import { ingestFromS3 } from './examples/ingestFromS3';
import { manyFromATable } from './examples/manyFromATable';
import { rotateAzureSas } from './examples/rotateAzureSas';
import { refreshEvery50Minutes } from './examples/refreshEvery50Minutes';
import { openRunningLab, type RunningLab } from './support/lab';

const examples: Record<string, ExampleTest> = {
	'create-and-test.json': createAndTest,
	'refresh-every-50-minutes.json': refreshEvery50Minutes,
	'many-from-a-table.json': manyFromATable,
	'explore-and-branch.json': exploreAndBranch,
	'ingest-from-s3.json': ingestFromS3,
	'failed-records-to-sheet.json': failedRecordsToSheet,
	'rotate-azure-sas.json': rotateAzureSas,
	'agent-tool.json': agentTool,
};

let lab: RunningLab;

beforeAll(async () => {
	lab = await openRunningLab({
		credentials: (adobe) => [demoAwsCredential, wrongAwsCredential, demoAzureCredential(adobe)],
		workflows: (of) => Object.values(examples).flatMap((example) => example.workflows(of)),
	});
});

beforeEach(() => {
	lab.adobe.reset();
	lab.adobe.set({ testResult: null, runMs: 300, stsLifetime: null });
});

afterAll(async () => {
	await lab?.close();
});

describe.each(Object.entries(examples))('%s', (_file, { tests }) => tests(() => lab));
