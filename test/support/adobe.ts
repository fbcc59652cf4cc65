import { startLocalAdobe, type LocalAdobe, type StartOptions } from '../../local/adobe';
import { CredentialStore, type Storing } from './credentialStore';
import { useVirtualTime } from './virtualTime';

/** What a test has of its local Adobe. */
export interface Local {
	readonly adobe: LocalAdobe;
	credential(overrides?: Record<string, string | boolean>, storing?: Storing): CredentialStore;
}

/**
 * A fresh local Adobe for each test of a file, in virtual time. Its port is new each time, so that access tokens
 * which the process remembers from another test belong to another IMS.
 */
export function useLocalAdobe(options?: StartOptions): Local {
	let adobe: LocalAdobe | undefined;
	beforeEach(async () => {
		adobe = adobe ? await adobe.restart() : await startLocalAdobe(options);
	});
	useVirtualTime();
	afterAll(async () => await adobe?.close());
	const current = () => {
		if (!adobe) throw new Error('The local Adobe is started for each test, not outside of one');
		return adobe;
	};
	return {
		get adobe() {
			return current();
		},
		credential: (overrides = {}, storing) =>
			new CredentialStore({ ...credentialData(current()), ...overrides }, storing),
	};
}

/** What the credential form of n8n would hold for the local Adobe. */
export function credentialData({ url, demo }: LocalAdobe): Record<string, string | boolean> {
	return { ...demo, customEndpoints: true, imsUrl: url, platformUrl: url, accessToken: '' };
}
