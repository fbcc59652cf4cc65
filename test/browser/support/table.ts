import type { Locator } from 'playwright-core';

/** Reads a table with a head: one record for each row, by the names in the head. */
export async function readTable(table: Locator): Promise<Array<Record<string, string>>> {
	const head = await table.locator('thead th').allInnerTexts();
	const rows: Array<Record<string, string>> = [];
	for (const row of await table.locator('tbody tr').all()) {
		const cells = await row.locator('td').allInnerTexts();
		const named = head.map((name, at): [string, string] => [name.trim(), cells[at]?.trim() ?? '']);
		rows.push(Object.fromEntries(named.filter(([name]) => name !== '')));
	}
	return rows;
}
