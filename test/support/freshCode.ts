import type { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import type { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';

/** Our nodes as a process has them. */
export interface Code {
	node: AdobeExperiencePlatform;
	trigger: AdobeExperiencePlatformTrigger;
}

const NODES = '../../nodes/AdobeExperiencePlatform';

/** Our nodes as a new process loads them: what they remembered in the old one is gone. */
export function freshCode(): Code {
	const n8n = jest.requireActual<object>('n8n-workflow');
	let code: Code | undefined;
	jest.isolateModules(() => {
		// n8n itself stays, so that its classes are the same on both sides.
		jest.doMock('n8n-workflow', () => n8n);
		const { AdobeExperiencePlatform: Node } = jest.requireActual<{
			AdobeExperiencePlatform: typeof AdobeExperiencePlatform;
		}>(`${NODES}/AdobeExperiencePlatform.node`);
		const { AdobeExperiencePlatformTrigger: Trigger } = jest.requireActual<{
			AdobeExperiencePlatformTrigger: typeof AdobeExperiencePlatformTrigger;
		}>(`${NODES}/AdobeExperiencePlatformTrigger.node`);
		code = { node: new Node(), trigger: new Trigger() };
	});
	jest.dontMock('n8n-workflow');
	return code as Code;
}
