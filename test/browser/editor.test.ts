import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { iconsOn } from './support/icons';
import { deleteAsOther } from './support/otherPerson';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';
const CREATE = 'Create a base connection';
const UPDATE = 'Renew S3 keys (update the session token of a base connection)';
const LIGHT = 'adobeExperiencePlatform.svg';
const DARK = 'adobeExperiencePlatform.dark.svg';
/** More than three pages of the service. */
const CONNECTIONS = 320;

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

beforeAll(async () => {
	lab = await openBrowserLab();
	for (let number = 1; number <= CONNECTIONS; number++) {
		lab.adobe.seedConnection({ name: `Landing zone ${number}` });
	}
}, 600_000);

afterAll(async () => await lab?.close());

describe('the node panel', () => {
	shows('offers the node first for "adobe"', async () => {
		await lab.editor.newWorkflow();
		await lab.editor.nodePanel.openForFirstStep();
		expect((await lab.editor.nodePanel.search('adobe'))[0]).toBe(NODE);
	});

	shows('offers the node first for "session token"', async () => {
		expect((await lab.editor.nodePanel.search('session token'))[0]).toBe(NODE);
	});

	shows('offers the node for what people call it', async () => {
		for (const text of ['ingest', 'import', 'XDM', 'CDP', 'GCS', 'dataflow']) {
			expect(await lab.editor.nodePanel.search(text)).toContain(NODE);
		}
		await lab.editor.nodePanel.search('session token');
	});

	shows('offers every operation in words', async () => {
		const actions = await lab.editor.nodePanel.actionsOf(NODE);
		expect(actions).toEqual(
			expect.arrayContaining([
				CREATE,
				'Connect a source (create or update a base connection)',
				UPDATE,
				'Update a base connection',
				'Get a base connection',
				'Get many base connections',
				'Delete a base connection',
				'Test the keys of a base connection',
				'Explore the files of a base connection',
				'Renew keys or a password (update the credentials of a base connection)',
			]),
		);
	});

	shows('adds the node with the chosen operation', async () => {
		await lab.editor.nodePanel.add(CREATE);
		expect(await lab.editor.nodeView.valueOf('Operation')).toBe('Create');
	});
});

describe('the form of the credential', () => {
	shows('has a field for everything that Adobe gives, found by its label', async () => {
		const { adobe, editor } = lab;
		const { credentialForm: form } = editor;
		await editor.nodeView.newCredential();
		const { demo } = adobe;
		await form.fill('Organization ID', demo.organizationId);
		await form.fill('Client ID', demo.clientId);
		await form.fill('Client Secret', `${demo.clientSecret}-mistyped`);
		await form.fill('Scopes', demo.scopes);
		await form.fill('Sandbox Name', demo.sandboxName);
		await form.fill('S3 Access Key', demo.s3AccessKey);
		await form.fill('S3 Secret Key', demo.s3SecretKey);
		await form.fill('S3 Session Token', demo.s3SessionToken);
		await form.switchOn('Custom Endpoints');
		await form.fill('IMS URL', adobe.url);
		await form.fill('Platform URL', adobe.url);
	});

	shows('hides the three secrets', async () => {
		const { credentialForm: form } = lab.editor;
		for (const label of ['Client Secret', 'S3 Secret Key', 'S3 Session Token']) {
			expect([label, await form.isHidden(label)]).toEqual([label, true]);
		}
	});

	shows('says that the client secret is wrong', async () => {
		const said = await lab.editor.credentialForm.saveAndFail();
		expect(said).toMatch(/refuses the Client Secret/);
		expect(said).toMatch(/Adobe Developer Console/);
	});

	shows('says that there is no such sandbox', async () => {
		const { credentialForm: form } = lab.editor;
		await form.fill('Client Secret', lab.adobe.demo.clientSecret);
		await form.fill('Sandbox Name', 'Development');
		const said = await form.saveAndFail();
		expect(said).toMatch(/Adobe does not know the sandbox/);
		expect(said).toMatch(/not its title/);
	});

	shows('closes when the test of the credential has passed', async () => {
		const { credentialForm: form } = lab.editor;
		await form.fill('Sandbox Name', lab.adobe.demo.sandboxName);
		await form.saveAndPass();
	});

	shows('says of the stored credential that it works', async () => {
		const { editor } = lab;
		await editor.nodeView.openCredential();
		expect(await editor.credentialForm.passes()).toMatch(/Connection tested successfully/);
		await editor.credentialForm.close();
	});
});

describe('a run of Create', () => {
	shows('puts name, ID and etag into the table', async () => {
		const { adobe, editor } = lab;
		await editor.nodeView.fill('Name', 'Acme landing zone');
		await editor.dismissToasts();
		await editor.nodeView.execute();
		const [row, ...more] = await editor.nodeView.outputTable();
		expect(more).toEqual([]);
		const stored = adobe.connections().find(({ name }) => name === 'Acme landing zone');
		expect(row).toMatchObject({
			id: stored?.id,
			etag: stored?.etag,
			name: 'Acme landing zone',
		});
		expect(row).not.toHaveProperty('updated');
	});
});

describe('the list of connections', () => {
	shows('opens with the newest connections', async () => {
		const { editor } = lab;
		await editor.nodeView.close();
		await editor.nodePanel.openForNextStep();
		await editor.nodePanel.search('session token');
		await editor.nodePanel.actionsOf(NODE);
		await editor.nodePanel.add(UPDATE);
		const names = await editor.nodeView.connectionList.open();
		expect(names.slice(0, 2)).toEqual([
			'Acme landing zone (Amazon S3)',
			`Landing zone ${CONNECTIONS} (Amazon S3)`,
		]);
		expect(names.length).toBeLessThan(CONNECTIONS);
	});

	shows('loads more of them as one scrolls, up to the last', async () => {
		const names = await lab.editor.nodeView.connectionList.scrollTo('Landing zone 1 (Amazon S3)');
		expect(names).toHaveLength(CONNECTIONS + 1);
		expect(new Set(names).size).toBe(CONNECTIONS + 1);
		expect(names.at(-1)).toBe('Landing zone 1 (Amazon S3)');
	});

	shows('is narrowed by a search, in any letter case', async () => {
		const { connectionList } = lab.editor.nodeView;
		await connectionList.search('ZONE 20');
		const names = await connectionList.scrollTo('Landing zone 20 (Amazon S3)');
		expect(names).toHaveLength(11);
		expect(names.at(-1)).toBe('Landing zone 20 (Amazon S3)');
	});

	shows('puts the chosen connection into the field, by its name', async () => {
		const { nodeView } = lab.editor;
		await nodeView.connectionList.choose('Landing zone 20 (Amazon S3)');
		expect(await nodeView.valueOf('Connection')).toBe('Landing zone 20 (Amazon S3)');
	});
});

describe('a run of Update Session Token', () => {
	shows('replaces the keys of the chosen connection', async () => {
		const { adobe, editor } = lab;
		const find = () => adobe.connections().find(({ name }) => name === 'Landing zone 20');
		const before = find()?.etag;
		await editor.nodeView.choose('S3 Keys From', 'Credential');
		await editor.dismissToasts();
		await editor.nodeView.execute();
		const [row] = await editor.nodeView.outputTable();
		expect(row).toMatchObject({ id: find()?.id, etag: find()?.etag, name: 'Landing zone 20' });
		expect(row?.etag).not.toBe(before);
		expect(row?.updated).toMatch(/s3AccessKey\s[^]*s3SecretKey\s[^]*s3SessionToken/);
	});

	shows('says what happened and how to fix it when the connection was deleted', async () => {
		const { adobe, editor } = lab;
		await deleteAsOther(adobe, 'Landing zone 20');
		await editor.dismissToasts();
		await editor.nodeView.execute();
		const { message, description } = await editor.nodeView.errorPanel();
		expect(message).toBe('There is no connection with this ID in this sandbox');
		expect(description).toMatch(/^It may have been deleted: choose another one/);
		expect(description).toMatch(/FLOW-1439-404/);
		expect(adobe.connections().some(({ name }) => name === 'Landing zone 20')).toBe(false);
	});
});

describe('the icon', () => {
	shows('is drawn in the light theme', async () => {
		await lab.editor.nodeView.close();
		const icons = await iconsOn(lab.editor.page);
		expect(icons.length).toBeGreaterThan(1);
		for (const icon of icons) expect(icon).toEqual({ file: LIGHT, drawn: true });
	});

	shows('is drawn in the dark theme, in its own colours', async () => {
		await lab.editor.page.emulateMedia({ colorScheme: 'dark' });
		await lab.editor.page.waitForTimeout(1000);
		const icons = await iconsOn(lab.editor.page);
		expect(icons.length).toBeGreaterThan(1);
		for (const icon of icons) expect(icon).toEqual({ file: DARK, drawn: true });
	});
});

describe('a search in the list of connections', () => {
	shows('finds what is on the first page and on the last', async () => {
		const { connectionList } = lab.editor.nodeView;
		await lab.editor.openNode(UPDATE);
		await connectionList.open();
		// Too few to be scrolled, so that nothing would bring the rest.
		const wanted = 'Landing zone 32 (Amazon S3)';
		expect(await connectionList.search('zone 32', wanted)).toContain(wanted);
	});
});
