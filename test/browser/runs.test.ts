import { demoCredential, readExample } from '../../local/demo';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { credentialsOf } from './support/exampleCredentials';
import { story } from './support/pictures';

const heal = readExample('keys-refused-heal.json');
const example = readExample('daily-ingest-report.json');
// What yesterday is depends on where one is.
const report = { ...example, settings: { ...example.settings, timezone: 'Etc/UTC' } };
const TRIGGER = 'When a run fails';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/** A person looks at an event of the trigger, waits for a run, and reads the report of yesterday. */
beforeAll(async () => {
	lab = await openBrowserLab({
		sight: { width: 1440, height: 1000 },
		fill: async (n8n, adobe) => {
			adobe.seedTenant();
			await n8n.importCredentials(demoCredential(adobe), ...credentialsOf([heal, report]));
			await n8n.importWorkflows(heal, report);
		},
	});
}, 600_000);

afterAll(async () => await lab?.close());

function dataflow() {
	const flow = lab.adobe.flows().find(({ name }) => name === 'Orders: daily files');
	if (!flow) throw new Error('The tenant has no such dataflow');
	return flow;
}

/** A run that ended yesterday at noon, UTC. */
function seedYesterday(outcome: 'failed' | 'success' | 'partialSuccess'): string {
	const noon = new Date(Date.now() - DAY).setUTCHours(12, 0, 0, 0);
	const times = { startedAt: noon - MINUTE, completedAt: noon };
	return lab.adobe.seedRun({ flowId: dataflow().id, outcome, ...times }).id;
}

describe('the test event of the trigger', () => {
	shows('says that nothing is wrong where no run fits', async () => {
		const { editor } = lab;
		seedYesterday('success');
		await editor.openWorkflow(heal.id);
		await editor.openNode(TRIGGER);
		await editor.nodeView.fetchTestEvent('error');
		const { message, description } = await editor.nodeView.errorPanel();
		expect(message).toBe('No run fits the chosen events so far');
		expect(description).toMatch(/Activate the workflow/);
	});

	shows('is the newest run that fits, in one flat shape', async () => {
		const { adobe, editor } = lab;
		const now = Date.now();
		const times = { startedAt: now - MINUTE, completedAt: now - 1_000 };
		const { id } = adobe.seedRun({ flowId: dataflow().id, outcome: 'keysRefused', ...times });
		await editor.nodeView.fetchTestEvent('event');
		const [row, ...more] = await editor.nodeView.outputTable();
		expect(more).toEqual([]);
		expect(row).toMatchObject({
			event: 'keysRefused',
			id,
			dataflowName: 'Orders: daily files',
			status: 'failed',
			keysRefused: 'true',
		});
	});
});

describe('a wait', () => {
	shows('ends with the run that it waits for, chosen by its dataflow', async () => {
		const { adobe, editor } = lab;
		await editor.newWorkflow();
		await editor.nodePanel.openForFirstStep();
		await editor.nodePanel.search('adobe');
		await editor.nodePanel.actionsOf('Adobe Experience Platform');
		await editor.nodePanel.add('Wait until a dataflow run has finished');
		const list = editor.nodeView.listOf('dataflowId');
		expect(await list.open()).toContain('Orders: daily files');
		await list.choose('Orders: daily files');
		const run = adobe.seedUnfinishedRun(dataflow().id, Date.now());
		await editor.dismissToasts();
		const executed = editor.nodeView.execute();
		await editor.page.waitForTimeout(6_000);
		run.end('success', Date.now());
		await executed;
		const [row] = await editor.nodeView.outputTable();
		expect(row).toMatchObject({ id: run.id, status: 'success', recordsWritten: '100' });
	});
});

describe('the report of a day', () => {
	shows('lists each run with its records, and why it failed', async () => {
		const { editor } = lab;
		seedYesterday('partialSuccess');
		seedYesterday('failed');
		await editor.openWorkflow(report.id);
		await editor.execute();
		await editor.openNode('Report');
		const rows = await editor.nodeView.outputTable();
		const states = rows.map(({ dataflow: name, status }) => [name, status]);
		expect(states.sort()).toEqual(
			['failed', 'partialSuccess', 'success'].map((status) => ['Orders: daily files', status]),
		);
		const failed = rows.find(({ status }) => status === 'failed');
		// A cause in words, then what Adobe prints.
		expect(failed?.why).toMatch(/^[A-Z][^:]+: \S/);
		expect(failed?.whatToDo).not.toBe('');
		const partial = rows.find(({ status }) => status === 'partialSuccess');
		expect(partial?.whatToDo).toContain('Get Failed Records');
		for (const { started } of rows) expect(started).toMatch(/ 11:59:00$/);
	});
});
