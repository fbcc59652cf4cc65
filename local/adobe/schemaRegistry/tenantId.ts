/** Tenant of the demo organisation; its own fields live in `_acmeretail` (EN:xdm/api/getting-started.md). */
export const TENANT_ID = 'acmeretail';
