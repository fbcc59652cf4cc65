/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureN8n } from '../../local/n8n/install';
import { N8nInstance } from '../../local/n8n/instance';
import { NEWEST_N8N } from '../../local/n8n/versions';
import { packNode } from '../../local/pack';
import { anyFreePort } from '../../local/ports';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { iconsOn } from './support/icons';
import { installAsEditor } from './support/installAsEditor';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';
const say = (line: string) => process.stdout.write(`${line}\n`);

/** An n8n that has nothing in it and has never run. */
async function emptyN8n(): Promise<N8nInstance> {
	const program = await ensureN8n(NEWEST_N8N, say);
	const folder = mkdtempSync(join(tmpdir(), 'n8n-browser-'));
	return new N8nInstance(program, folder, await anyFreePort());
}

const ways: Array<[string, (n8n: N8nInstance, tarball: string) => Promise<unknown>]> = [
	['by hand, as README says', async (n8n, tarball) => await n8n.installNode(tarball)],
	['by the steps of the community nodes panel', installAsEditor],
];

describe.each(ways)('the packed node, installed %s', (_way, install) => {
	let lab: BrowserLab;
	let installed: string;

	const shows = story(() => lab?.editor.page);

	beforeAll(async () => {
		const { tarball } = await packNode(say);
		lab = await openBrowserLab({
			n8n: async () => {
				const n8n = await emptyN8n();
				await install(n8n, tarball);
				installed = join(n8n.userFolder, '.n8n', 'nodes', 'node_modules');
				return n8n;
			},
		});
	}, 600_000);

	afterAll(async () => await lab?.close());

	it('brings no other package along', () => {
		const own = 'n8n-nodes-adobe-experience-platform';
		expect(readdirSync(installed).filter((name) => !name.startsWith('.'))).toEqual([own]);
		expect(existsSync(join(installed, own, 'node_modules'))).toBe(false);
	});

	shows('is offered by the node panel, with its icon', async () => {
		await lab.editor.newWorkflow();
		await lab.editor.nodePanel.openForFirstStep();
		expect((await lab.editor.nodePanel.search('adobe'))[0]).toBe(NODE);
		const [icon] = await iconsOn(lab.editor.page);
		expect(icon?.drawn).toBe(true);
	});

	shows('can be added, and asks for its credential', async () => {
		const { nodePanel, nodeView } = lab.editor;
		await nodePanel.actionsOf(NODE);
		await nodePanel.add('Get many base connections');
		expect(await nodeView.valueOf('Operation')).toBe('Get Many');
		await nodeView.newCredential();
	});
});
