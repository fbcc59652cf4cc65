import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { freshCode } from './freshCode';

/** Our node in a process of its own, as far as it remembers anything. */
export interface KillableNode {
	node: INodeType;
	/** From now on it sends nothing, and hears no answer. What has left it is still carried out. */
	kill(): void;
}

export function killableNode(): KillableNode {
	let isKilled = false;
	const never = new Promise<never>(() => {});
	const alive = async <T>(work: () => Promise<T>): Promise<T> => {
		if (isKilled) return await never;
		const ending = await work().then(
			(value) => () => value,
			(error: Error) => () => {
				throw error;
			},
		);
		return isKilled ? await never : ending();
	};
	const { node } = freshCode();
	const execute = async function (this: IExecuteFunctions) {
		const { httpRequestWithAuthentication: send } = this.helpers;
		const helpers: IExecuteFunctions['helpers'] = {
			...this.helpers,
			async httpRequestWithAuthentication(...args) {
				return await alive(async () => (await send.apply(this, args)) as unknown);
			},
		};
		const context = Object.create(this, { helpers: { value: helpers } }) as IExecuteFunctions;
		return await node.execute.call(context);
	};
	return {
		node: { description: node.description, execute },
		kill: () => void (isKilled = true),
	};
}
