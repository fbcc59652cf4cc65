import type { INodeExecutionData } from 'n8n-workflow';

/** What the node reported for one item: what it wrote, or what went wrong. */
export type ItemEnding = { id: string; etag?: string } | { error: string };

/**
 * What a run reported for each of its items, by the pairing of outputs and inputs.
 * @param count items asked for; one that no output belongs to counts as failed
 * @param error message of what ended the whole run
 */
export function itemEndings(
	outputs: ReadonlyArray<Pick<INodeExecutionData, 'json' | 'pairedItem'>>,
	count: number,
	error?: string,
): ItemEnding[] {
	const endings = new Array<ItemEnding>(count).fill({ error: error ?? 'No output' });
	for (const { json, pairedItem } of outputs) {
		const item = indexOf(pairedItem);
		if (item === undefined || item >= count) continue;
		endings[item] = ending(json);
	}
	return endings;
}

function ending({ id, etag, error }: INodeExecutionData['json']): ItemEnding {
	if (typeof id !== 'string') return { error: String(error ?? 'An output without an ID') };
	return { id, ...(typeof etag === 'string' && { etag }) };
}

function indexOf(pairedItem: INodeExecutionData['pairedItem']): number | undefined {
	if (typeof pairedItem === 'number') return pairedItem;
	return Array.isArray(pairedItem) ? pairedItem[0]?.item : pairedItem?.item;
}
