import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { base64, DAY, methodCase, openSsh, pem, sasUri, setOf, whole } from './cases';

const local = useLocalAdobe();

describe('Create takes', () => {
	it.each(['ssh-rsa', 'ssh-dss', 'ssh-ed25519'])('an OpenSSH key of the kind %s', async (kind) => {
		const of = methodCase('sftp', 'privateKey');
		const parameters = whole('create', of, { ...setOf(of, 1), privateKeyContent: openSsh(kind) });
		const { error, hints } = await runNode(local.credential(), { parameters });
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
	});

	it('a protected private key with its pass phrase', async () => {
		const of = methodCase('sftp', 'privateKey');
		const set = { ...setOf(of, 1), privateKeyContent: openSsh('ssh-rsa', 'aes256-ctr') };
		const { error, hints } = await runNode(local.credential(), {
			parameters: whole('create', of, set),
		});
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
	});

	it('base64 that is broken into lines, without the line ends', async () => {
		const of = methodCase('sftp', 'privateKey');
		const key = base64(pem(1));
		const lines = key.replace(/.{20}/g, '$&\n');
		const { json } = await runNode(local.credential(), {
			parameters: whole('create', of, { ...setOf(of, 1), privateKeyContent: lines }),
		});
		const stored = local.adobe.connection(String(json[0]?.id))?.auth?.params;
		expect(stored?.privateKeyContent).toBe(key);
	});

	it('a password with blanks at its ends, as it is', async () => {
		const of = methodCase('ftp', 'password');
		const { json } = await runNode(local.credential(), {
			parameters: whole('create', of, { userName: ' acme ', password: ' pass word ' }),
		});
		const stored = local.adobe.connection(String(json[0]?.id))?.auth?.params;
		expect(stored).toMatchObject({ userName: 'acme', password: ' pass word ' });
	});

	it('a SAS URI without an end, which a stored access policy has', async () => {
		const of = methodCase('azureBlob', 'sasUri');
		const { json, error } = await runNode(local.credential(), {
			parameters: whole('create', of, {
				sasUri: 'https://acme.blob.core.windows.net/?si=policy&sig=FAKEfake',
			}),
		});
		expect(error).toBeUndefined();
		expect(json[0]).not.toHaveProperty('expiresAt');
	});

	it('a SAS URI that expires soon, and warns of when', async () => {
		const of = methodCase('azureBlob', 'sasUri');
		const { json, hints } = await runNode(local.credential(), {
			parameters: whole('create', of, { sasUri: sasUri(DAY / 100) }),
		});
		expect(Date.parse(String(json[0]?.expiresAt)) - Date.now()).toBeGreaterThan(DAY / 200);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/expire in 1\d minutes/),
		]);
	});
});
