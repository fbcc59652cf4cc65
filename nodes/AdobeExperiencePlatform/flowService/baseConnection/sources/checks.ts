import type { ParamValue } from './source';

/** Adobe's folder paths have no slash at either end (contract.md (d)). */
export function withoutOuterSlashes(path: string): string {
	return path.replace(/^\/+|\/+$/g, '');
}

/** What is wrong with a web address, or undefined. */
export function webAddressProblem(address: ParamValue): string | undefined {
	if (!URL.canParse(String(address))) return 'it is no web address';
	const { protocol, username, password } = new URL(String(address));
	if (protocol !== 'https:') return 'it does not begin with https://';
	if (username || password) return 'it holds a user name or password';
	return undefined;
}

const CONSOLES =
	/(?:^|\.)(?:(?:console|signin)\.aws\.amazon\.com|awsapps\.com|console\.amazonaws(?:\.cn|-us-gov\.com)|portal\.azure\.com|console\.cloud\.google\.com|(?:cloud|console\.[\w.-]+)\.oracle(?:cloud)?\.com)$/;

/** What is wrong with the address of a service, which is a host and nothing more. */
export function endpointProblem(address: ParamValue): string | undefined {
	const problem = webAddressProblem(address);
	if (problem) return problem;
	const { hostname, pathname, search, hash } = new URL(String(address));
	if (CONSOLES.test(hostname)) return 'it is the address of a console, and not of the service';
	if (search || hash) return 'it has a query after the host';
	if (!/^\/*$/.test(pathname)) return 'it has a path after the host';
	return undefined;
}

/** What is wrong with the name or IP address of a server, or undefined. */
export function hostProblem(host: ParamValue): string | undefined {
	const text = String(host);
	if (text.includes('://')) return 'it is an address, and the name of the server is wanted';
	if (text.includes('@')) return 'it holds a user name';
	if (/[\s/\\]/.test(text)) return 'it has a slash or a blank';
	if (/^[^:]*:\d+$/.test(text)) return 'it holds a port';
	return undefined;
}

/** A check of a whole number within bounds. */
export function wholeNumberProblem(least: number, most: number) {
	return (value: ParamValue): string | undefined => {
		if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
			return undefined;
		return most === Infinity
			? `it is not a whole number from ${least} on`
			: `it is not a whole number from ${least} to ${most}`;
	};
}

/** Whether a text is base64 of at least one byte; line ends are no part of it. */
export function isBase64(text: string): boolean {
	return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
