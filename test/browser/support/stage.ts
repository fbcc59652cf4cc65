import type { LocalAdobe } from '../../../local/adobe';

/** Puts connections into the local Adobe as a company might have them. */
export function stageConnections(adobe: LocalAdobe): void {
	for (const name of [
		'Web analytics',
		'Call centre',
		'Product catalogue',
		'Newsletter',
		'Returns',
	]) {
		adobe.seedConnection({ name: `${name} bucket` });
	}
	adobe.seedConnection({ name: 'Old shop bucket', state: 'disabled' });
	for (const name of ['Point of sale', 'Loyalty', 'Online orders', 'CRM export']) {
		adobe.seedConnection({ name: `${name} bucket` });
	}
}
