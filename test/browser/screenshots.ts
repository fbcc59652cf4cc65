/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { demoCredential, EXAMPLES, readExample } from '../../local/demo';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { credentialsOf } from './support/exampleCredentials';
import { deleteAsOther } from './support/otherPerson';
import { type Area, around, takeWebp } from './support/picture';
import { stageConnections } from './support/stage';

/** Takes the pictures of README from the real editor, into docs/images. */

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');
const MAIN_EXAMPLE = 'create-then-refresh';
const CREATE = 'Create a base connection';
const DELETED = 'Call centre bucket';
const REFRESH = 'Refresh its session token';

async function main(): Promise<void> {
	const examples = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
	const workflows = examples.map(readExample);
	const lab = await openBrowserLab({
		sight: { width: 1360, height: 860, scale: 2 },
		fill: async (n8n, adobe) => {
			stageConnections(adobe);
			await n8n.importCredentials(demoCredential(adobe), ...credentialsOf(workflows));
			await n8n.importWorkflows(...workflows);
		},
	});
	try {
		for (const [at, workflow] of workflows.entries()) {
			const name = basename(examples[at] ?? '', '.json');
			await lab.editor.openWorkflow(workflow.id);
			if (name === MAIN_EXAMPLE) await lab.editor.execute();
			await pictureCanvas(lab, `example-${name}`);
		}
		await lab.editor.openWorkflow(readExample(`${MAIN_EXAMPLE}.json`).id);
		await pictureNodes(lab);
	} finally {
		await lab.close();
	}
}

async function pictureNodes(lab: BrowserLab): Promise<void> {
	const { editor } = lab;
	const { nodeView, credentialForm, page } = editor;
	await editor.execute();
	await editor.openNode(CREATE);
	await picture(lab, 'create', await boxOf('ndv'));
	await nodeView.openCredential();
	await credentialForm.passes();
	await picture(lab, 'credential', await boxOf('editCredential-modal'));
	await credentialForm.close();
	await nodeView.outputTable();
	await picture(lab, 'output', await boxOf('output-panel'));
	await nodeView.close();

	await editor.openNode(REFRESH);
	await picture(lab, 'update-session-token', await boxOf('ndv'));
	await nodeView.connectionList.chooseFixed();
	await nodeView.connectionList.open();
	await picture(lab, 'connection-list', await boxOf('ndv'));
	await nodeView.connectionList.choose(DELETED);
	await deleteAsOther(lab.adobe, DELETED);
	await nodeView.execute();
	await nodeView.errorPanel();
	await picture(lab, 'error', await boxOf('output-panel'));

	async function boxOf(testId: string): Promise<Area> {
		const box = await page.getByTestId(testId).boundingBox();
		if (!box) throw new Error(`The editor does not show ${testId}.`);
		return box;
	}
}

/** The nodes and notes of a workflow, without the editor around them. */
async function pictureCanvas(lab: BrowserLab, name: string): Promise<void> {
	const { page } = lab.editor;
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(400, 5);
	await page.addStyleTag({
		content:
			'[data-test-id=canvas-controls], [data-test-id=execute-workflow-button] { opacity: 0 }',
	});
	await page.waitForTimeout(1000);
	const boxes: Area[] = [];
	for (const node of await page.locator('.vue-flow__node').all()) {
		const box = await node.boundingBox();
		if (box) boxes.push(box);
	}
	await picture(lab, name, around(boxes, 30, page));
}

async function picture(lab: BrowserLab, name: string, area: Area): Promise<void> {
	const { editor } = lab;
	await editor.dismissToasts();
	const bytes = await takeWebp(editor.page, area, join(IMAGES, `${name}.webp`));
	process.stdout.write(`docs/images/${name}.webp  ${Math.round(bytes / 1000)} kB\n`);
}

void main();
