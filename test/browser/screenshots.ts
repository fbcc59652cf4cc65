/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { demoCredential, EXAMPLES, readExample } from '../../local/demo';
import type { WorkflowEntry } from '../../local/n8n/entries';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { credentialsOf } from './support/exampleCredentials';
import { deleteAsOther } from './support/otherPerson';
import { type Area, around, boxesOf, takeWebp } from './support/picture';
import { stageConnections } from './support/stage';

/** Takes the pictures of README from the real editor, into docs/images. */

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');
const MAIN_EXAMPLE = 'create-then-refresh';
const CREATE = 'Create a base connection';
const REFRESH = 'Refresh its session token';
const DELETED = 'Call centre bucket';

/** High enough for the longest form. */
const FOR_FORMS = { width: 1360, height: 940 };
const FOR_CREDENTIAL = { width: 1200, height: 1700 };
/** Large, so that the notes of the largest example can be read. */
const FOR_CANVAS = { width: 1800, height: 1150 };

/** What stands around nodes and forms and is not the subject: buttons of the canvas, neighbours cut in half. */
const HIDDEN = `
	[data-test-id=canvas-controls], [class*=executionButtons], [data-test-id=floating-nodes] {
		opacity: 0 !important;
	}
`;

/** The form of a credential scrolls by itself however high the window is. */
const WHOLE_CREDENTIAL = `
	[data-test-id=editCredential-modal], [data-test-id=editCredential-modal] * {
		max-height: none !important;
	}
	[data-test-id=editCredential-modal] {
		height: 1600px !important;
	}
`;

async function main(): Promise<void> {
	const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
	const examples = files.map((file): [string, WorkflowEntry] => [
		basename(file, '.json'),
		readExample(file),
	]);
	const workflows = examples.map(([, workflow]) => workflow);
	const lab = await openBrowserLab({
		sight: { ...FOR_CANVAS, scale: 2 },
		fill: async (n8n, adobe) => {
			stageConnections(adobe);
			adobe.seedTenant();
			await n8n.importCredentials(demoCredential(adobe), ...credentialsOf(workflows));
			await n8n.importWorkflows(...workflows);
		},
	});
	try {
		for (const [name, workflow] of examples) await pictureCanvas(lab, name, workflow);
		// What the examples left behind is not part of the scene.
		lab.adobe.reset();
		stageConnections(lab.adobe);
		await lab.editor.page.setViewportSize(FOR_FORMS);
		await lab.editor.openWorkflow(readExample(`${MAIN_EXAMPLE}.json`).id);
		await lab.editor.page.addStyleTag({ content: HIDDEN });
		await lab.editor.execute();
		await pictureCreate(lab);
		await pictureRefresh(lab);
		await lab.editor.nodeView.close();
		lab.adobe.seedTenant();
		await pictureDataflow(lab);
		await pictureTrigger(lab);
	} finally {
		await lab.close();
	}
}

/** The nodes and notes of an example, without the editor around them. */
async function pictureCanvas(lab: BrowserLab, name: string, { id }: WorkflowEntry): Promise<void> {
	const { editor } = lab;
	await editor.openWorkflow(id);
	if (name === MAIN_EXAMPLE) await editor.execute();
	await editor.page.addStyleTag({ content: HIDDEN });
	await editor.page.getByTestId('zoom-to-fit').click();
	await editor.page.mouse.move(400, 5);
	await editor.page.waitForTimeout(1000);
	const parts = '.vue-flow__node, .vue-flow__edge-path, [data-test-id=canvas-handle-plus]';
	const nodes = await boxesOf(editor.page.locator(parts));
	await picture(lab, `example-${name}`, around(nodes, 30, editor.page));
}

async function pictureCreate(lab: BrowserLab): Promise<void> {
	const { nodeView, credentialForm, page } = lab.editor;
	await lab.editor.openNode(CREATE);
	await nodeView.outputTable();
	await picture(lab, 'create', await boxOf(lab, 'ndv'));
	const output = await boxOf(lab, 'output-panel');
	await picture(lab, 'output', { ...output, height: 250 });

	await page.setViewportSize(FOR_CREDENTIAL);
	await nodeView.openCredential();
	await credentialForm.passes();
	await page.addStyleTag({ content: WHOLE_CREDENTIAL });
	await page.waitForTimeout(1500);
	const form = await boxOf(lab, 'editCredential-modal');
	const last = await boxOf(lab, 's3SessionToken');
	await picture(lab, 'credential', { ...form, height: last.y + last.height + 16 - form.y });
	await credentialForm.close();
	await page.setViewportSize(FOR_FORMS);
	await nodeView.close();
}

async function pictureRefresh(lab: BrowserLab): Promise<void> {
	const { editor, adobe } = lab;
	const { nodeView } = editor;
	await editor.openNode(REFRESH);
	await picture(lab, 'update-session-token', await boxOf(lab, 'ndv'));

	await nodeView.connectionList.chooseFixed();
	await nodeView.connectionList.open();
	await nodeView.connectionList.choose('CRM export bucket (Amazon S3)');
	await nodeView.connectionList.open();
	const form = await boxOf(lab, 'node-parameters');
	const popper = editor.page.locator('[data-reka-popper-content-wrapper]');
	const [list] = await boxesOf(popper.filter({ has: editor.page.getByTestId('rlc-search') }));
	const end = list ? list.y + list.height : form.y + form.height;
	await picture(lab, 'connection-list', { ...form, height: end - form.y });

	await nodeView.connectionList.choose(`${DELETED} (Amazon S3)`);
	await deleteAsOther(adobe, DELETED);
	await editor.dismissToasts();
	await nodeView.execute();
	await nodeView.errorPanel();
	const output = await boxOf(lab, 'output-panel');
	await picture(lab, 'error', { ...output, height: 480 });
}

/** A dataflow, all of it chosen from lists, and which columns found their fields. */
async function pictureDataflow(lab: BrowserLab): Promise<void> {
	const { editor } = lab;
	const { nodePanel, nodeView } = editor;
	await editor.newWorkflow();
	await editor.page.addStyleTag({ content: HIDDEN });
	await nodePanel.openForFirstStep();
	await nodePanel.search('adobe');
	await nodePanel.actionsOf('Adobe Experience Platform');
	await nodePanel.add('Import a file into a dataset (create or update a dataflow)');
	await nodeView.fill('Name', 'Profiles from CRM');
	for (const [parameter, entry] of [
		['connectionId', 'Acme CRM Export (Amazon S3)'],
		['path', 'acme-landing/crm/profiles.csv'],
		['datasetId', 'Acme Customer Profiles'],
	] as const) {
		const list = nodeView.listOf(parameter);
		await list.open();
		await list.choose(entry);
	}
	await nodeView.execute();
	await nodeView.outputTable();
	await picture(lab, 'dataflow', await boxOf(lab, 'ndv'));
	await nodeView.close();
}

/** What the trigger hands out. */
async function pictureTrigger(lab: BrowserLab): Promise<void> {
	const { editor, adobe } = lab;
	const { nodeView } = editor;
	const flow = adobe.flows().find(({ name }) => name === 'Stores: first load');
	const completedAt = Date.now() - 60_000;
	const times = { startedAt: completedAt - 95_000, completedAt };
	adobe.seedRun({ flowId: flow?.id ?? '', outcome: 'keysRefused', ...times });
	await editor.openWorkflow(readExample('keys-refused-heal.json').id);
	await editor.openNode('When a run fails');
	await nodeView.fetchTestEvent('event');
	await nodeView.outputTable();
	await picture(lab, 'trigger', await boxOf(lab, 'ndv'));
	await nodeView.close();
}

async function boxOf({ editor }: BrowserLab, testId: string): Promise<Area> {
	const [box] = await boxesOf(editor.page.getByTestId(testId));
	if (!box) throw new Error(`The editor does not show ${testId}.`);
	return box;
}

async function picture(lab: BrowserLab, name: string, area: Area): Promise<void> {
	const { editor } = lab;
	await editor.dismissToasts();
	await editor.page.waitForTimeout(500);
	const bytes = await takeWebp(editor.page, area, join(IMAGES, `${name}.webp`));
	process.stdout.write(`docs/images/${name}.webp  ${Math.round(bytes / 1000)} kB\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
