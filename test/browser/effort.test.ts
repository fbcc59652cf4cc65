import { type BrowserLab, openBrowserLab, withDemoCredential } from './support/browserLab';
import { countEffort, effortOn } from './support/effort';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';
const CONNECT = 'Connect a source (create or update a base connection)';
const IMPORT = 'Import a file into a dataset (create or update a dataflow)';
const FILE = 'acme-landing/stores/stores.csv.gz';

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/**
 * A person brings a file into a dataset. Each press of the mouse button counts, those of n8n's own panels too, and each
 * text that is typed, a search too. The credential is there: it is filled in once for all workflows.
 */
beforeAll(async () => {
	lab = await openBrowserLab({
		sight: { width: 1440, height: 1100 },
		fill: withDemoCredential,
	});
}, 600_000);

afterAll(async () => await lab?.close());

/** The runs of a file that the local Adobe has ingested for a dataflow, once there is one. */
async function runsThatIngested(path: string, dataflow: string): Promise<number> {
	const { adobe, editor } = lab;
	const flowId = adobe.flows().find(({ name }) => name === dataflow)?.id;
	for (let looks = 0; looks < 60; looks++) {
		const found = adobe
			.ingestions()
			.find((one) => one.flowId === flowId && one.path.endsWith(path));
		if (found) return found.runIds.length;
		await editor.page.waitForTimeout(1_000);
	}
	return 0;
}

async function chooseFileAndDataset(): Promise<void> {
	const { nodeView } = lab.editor;
	const paths = nodeView.listOf('path');
	await paths.open();
	await paths.choose(FILE);
	const datasets = nodeView.listOf('datasetId');
	await datasets.open();
	await datasets.choose('Acme Stores');
}

shows('needs 18 clicks and 3 texts from an empty workflow to data in a dataset', async () => {
	const { editor } = lab;
	const { nodePanel, nodeView, page } = editor;
	await editor.newWorkflow();
	await countEffort(page);
	await nodePanel.openForFirstStep();
	await nodePanel.type('adobe');
	await nodePanel.actionsOf(NODE);
	await nodePanel.add(CONNECT);
	await nodeView.type('Name', 'Landing bucket');
	await nodeView.execute();
	await nodeView.close();
	await nodePanel.openForNextStep();
	// The list of apps begins with A: a click more, and a text less.
	await nodePanel.openApps();
	await nodePanel.actionsOf(NODE);
	await nodePanel.add(IMPORT);
	await nodeView.type('Name', 'Stores');
	await nodeView.dragInput('id', 'Connection');
	await chooseFileAndDataset();
	await nodeView.execute();
	// What follows is the look of the test.
	const effort = await effortOn(page);
	const [row] = await nodeView.outputTable();
	expect(row).toMatchObject({ name: 'Stores', id: lab.adobe.flows()[0]?.id });
	expect(await runsThatIngested(FILE, 'Stores')).toBe(1);
	expect(effort).toEqual({ clicks: 18, texts: 3 });
});

shows('needs 12 clicks and 2 texts where there is a connection', async () => {
	const { editor } = lab;
	const { nodePanel, nodeView, page } = editor;
	await nodeView.close();
	await editor.newWorkflow();
	await countEffort(page);
	await nodePanel.openForFirstStep();
	await nodePanel.type('adobe');
	await nodePanel.actionsOf(NODE);
	await nodePanel.add(IMPORT);
	await nodeView.type('Name', 'Stores again');
	const connections = nodeView.listOf('connectionId');
	await connections.open();
	await connections.choose('Landing bucket (Amazon S3)');
	await chooseFileAndDataset();
	await nodeView.execute();
	expect(await runsThatIngested(FILE, 'Stores again')).toBe(1);
	expect(await effortOn(page)).toEqual({ clicks: 12, texts: 2 });
});
