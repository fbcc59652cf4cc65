import type { Json } from '../types';

/** A dataset of the Catalog (cat.yaml, dataSetResponse). */
export interface Dataset {
	/** 24 hexadecimal digits in Adobe's samples */
	id: string;
	name: string;
	description: string;
	/** `$id` of its schema */
	schemaId: string;
	sandboxName: string;
	/** epoch milliseconds */
	created: number;
	/** epoch milliseconds */
	updated: number;
	tags: Record<string, string[]>;
}

/** The datasets of an organisation, by sandbox. */
export class Datasets {
	private readonly byId = new Map<string, Dataset>();

	add(dataset: Dataset): void {
		this.byId.set(dataset.id, dataset);
	}

	/** The dataset of that id, unless it is in another sandbox. */
	get(id: string, sandboxName: string): Dataset | undefined {
		const dataset = this.byId.get(id);
		return dataset?.sandboxName === sandboxName ? dataset : undefined;
	}

	/** In the order in which they were added. */
	in(sandboxName: string): Dataset[] {
		return [...this.byId.values()].filter((dataset) => dataset.sandboxName === sandboxName);
	}
}

/** A dataset as the Catalog shows it (cat.yaml; `schemaRef` as in EN:catalog/api/filter-data.md). */
export function presentDataset(dataset: Dataset, organizationId: string, clientId: string): Json {
	const { id, name, description, schemaId, created, updated, tags } = dataset;
	const viewId = `${id.slice(0, -1)}0`;
	return {
		name,
		description,
		enableErrorDiagnostics: true,
		tags,
		imsOrg: organizationId,
		version: '1.0.1',
		created,
		updated,
		createdClient: clientId,
		createdUser: 'local@AdobeID',
		updatedUser: 'local@AdobeID',
		viewId,
		basePath: `adl://local.invalid/platform/${id}`,
		fileDescription: { persisted: true, containerFormat: 'parquet', format: 'parquet' },
		files: `@/dataSets/${id}/views/${viewId}/files`,
		schemaRef: { id: schemaId, contentType: 'application/vnd.adobe.xed+json;version=1' },
	};
}
