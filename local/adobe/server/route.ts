import type { Handler } from './call';

/** Base of everything of Flow Service (contract.md, Base URL). */
export const FLOW_SERVICE = '/data/foundation/flowservice';

/** One operation. */
export interface Route {
	method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	/** `flow`: gateway and sandbox; `gateway`: no sandbox header needed; `none`: not behind the gateway */
	checks: 'flow' | 'gateway' | 'none';
	/** whether the operation reads a JSON body */
	json?: boolean;
	/** whether the body may be a form (`application/x-www-form-urlencoded`) */
	form?: boolean;
	/** whether the body is bytes that are not held in memory; then `body` is a `Content` */
	streams?: boolean;
	handler: Handler;
}
