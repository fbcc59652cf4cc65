import { type BrowserLab, openBrowserLab, withDemoCredential } from './support/browserLab';
import { story } from './support/pictures';

const NODE = 'Adobe Experience Platform';
const UPDATE = 'Renew keys or a password (update the credentials of a base connection)';
const day = 24 * 60 * 60 * 1000;
const sas = (sig: string) =>
	`https://acme.blob.core.windows.net/landing?sp=rl&se=${new Date(Date.now() + day).toISOString()}&sr=c&sig=${sig}`;

let lab: BrowserLab;

const shows = story(() => lab?.editor.page);

/** A person makes a connection to Azure Blob Storage in an empty workflow, and later gives it a new SAS URI. */
beforeAll(async () => {
	lab = await openBrowserLab({
		sight: { width: 1440, height: 1100 },
		fill: withDemoCredential,
	});
}, 600_000);

afterAll(async () => await lab?.close());

/** The connection that the person makes. */
const made = () => lab.adobe.connections().find(({ name }) => name === 'Azure landing zone');

describe('another source than Amazon S3', () => {
	shows('is chosen from a list that begins with Amazon S3', async () => {
		const { editor } = lab;
		const { nodeView } = editor;
		await editor.newWorkflow();
		await editor.nodePanel.openForFirstStep();
		await editor.nodePanel.search('adobe');
		await editor.nodePanel.actionsOf(NODE);
		await editor.nodePanel.add('Create a base connection');
		expect(await nodeView.valueOf('Source')).toBe('Amazon S3');
		expect(await nodeView.labels()).toContain('S3 Keys From');
		await nodeView.fill('Name', 'Azure landing zone');
		await nodeView.choose('Source', 'Azure Blob Storage');
	});

	shows('brings its own kinds of authentication and its own fields', async () => {
		const { nodeView } = lab.editor;
		expect(await nodeView.valueOf('Authentication')).toBe('Connection String');
		await nodeView.choose('Authentication', 'SAS URI');
		const labels = await nodeView.labels();
		expect(labels).toContain('SAS URI');
		for (const other of ['S3 Keys From', 'Connection String', 'Host', 'Service Endpoint']) {
			expect(labels).not.toContain(other);
		}
	});

	shows(
		'hides the secret, and is refused before anything is sent where it has expired',
		async () => {
			const { nodeView } = lab.editor;
			await nodeView.fill('SAS URI', 'https://acme.blob.core.windows.net/?se=2020-01-01&sig=FAKE');
			expect(await nodeView.isHidden('SAS URI')).toBe(true);
			lab.adobe.journal.length = 0;
			await nodeView.execute();
			const { message, description } = await nodeView.errorPanel();
			expect(message).toBe('The SAS URI has expired');
			expect(description).toContain('Create a new shared access signature');
			expect(lab.adobe.journal).toEqual([]);
		},
	);

	shows('is created, and tells when its signature expires', async () => {
		const { editor } = lab;
		await editor.nodeView.fill('SAS URI', sas('FAKEfirst'));
		await editor.dismissToasts();
		await editor.nodeView.execute();
		const [row] = await editor.nodeView.outputTable();
		expect(row).toMatchObject({ id: made()?.id, name: 'Azure landing zone' });
		expect(Date.parse(String(row?.expiresAt))).toBeGreaterThan(Date.now());
		expect(String(made()?.auth?.params.sasUri)).toContain('sig=FAKEfirst');
	});

	shows('is told from others in the list of connections', async () => {
		const { editor, adobe } = lab;
		adobe.seedConnection({ name: 'Bucket' });
		await editor.nodeView.close();
		await editor.nodePanel.openForNextStep();
		await editor.nodePanel.search('adobe');
		await editor.nodePanel.actionsOf(NODE);
		await editor.nodePanel.add(UPDATE);
		expect(await editor.nodeView.connectionList.open()).toEqual([
			'Bucket (Amazon S3)',
			'Azure landing zone (Azure Blob Storage)',
		]);
		await editor.nodeView.connectionList.choose('Azure landing zone (Azure Blob Storage)');
	});

	shows('gets new credentials by Update Credentials', async () => {
		const { editor } = lab;
		const { nodeView } = editor;
		await nodeView.choose('Source', 'Azure Blob Storage');
		await nodeView.choose('Authentication', 'SAS URI');
		await nodeView.fill('SAS URI', sas('FAKEsecond'));
		await editor.dismissToasts();
		await nodeView.execute();
		const [row] = await nodeView.outputTable();
		expect(row).toMatchObject({ id: made()?.id, etag: made()?.etag });
		expect(String(made()?.auth?.params.sasUri)).toContain('sig=FAKEsecond');
	});
});

describe('the keys of another source in the credential', () => {
	shows('have a form of their own, chosen by source and authentication', async () => {
		const { nodeView, credentialForm: form } = lab.editor;
		await nodeView.choose('Keys From', 'Credential');
		expect(await nodeView.labels()).not.toContain('SAS URI');
		await nodeView.openCredential();
		expect(await form.labels()).toContain('S3 Secret Key');
		await form.choose('Source Keys', 'Azure Blob Storage');
		const labels = await form.labels();
		expect(labels).toContain('Connection String');
		for (const other of ['S3 Secret Key', 'SAS URI', 'Password', 'Service Principal ID']) {
			expect(labels).not.toContain(other);
		}
		await form.choose('Source Authentication', 'SAS URI (Azure Blob Storage)');
		expect(await form.labels()).toContain('SAS URI');
		expect(await form.labels()).not.toContain('Connection String');
		expect(await form.root.innerText()).toContain('Base Connection > Test');
	});

	shows('are hidden, and take the place of those of the connection', async () => {
		const { editor } = lab;
		const { nodeView, credentialForm: form } = editor;
		await form.fill('SAS URI', sas('FAKEthird'));
		expect(await form.isHidden('SAS URI')).toBe(true);
		await form.saveChange();
		await editor.dismissToasts();
		await nodeView.execute();
		expect(String(made()?.auth?.params.sasUri)).toContain('sig=FAKEthird');
	});
});
