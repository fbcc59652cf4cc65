import type { Json } from '../types';
import { fieldsOf, type SchemaField } from './fields';

/** A schema as somebody defines it: how it is listed, and its fields resolved. */
export interface SchemaDefinition {
	$id: string;
	title: string;
	description: string;
	/** `$id` of its class or behaviour */
	class: string;
	/** `$id` of its field groups */
	fieldGroups: string[];
	properties: Record<string, Json>;
	/** required members of the root */
	required: string[];
	/** fields that identify a person (identity descriptors) */
	identities?: SchemaIdentity[];
}

/** A field that identifies a person. */
export interface SchemaIdentity {
	/** with slashes, from the root: `/personalEmail/address` */
	property: string;
	/** code of the namespace */
	namespace: string;
	isPrimary: boolean;
}

/** A schema in a sandbox. */
export interface StoredSchema extends SchemaDefinition {
	/** the `$id` with dots, starting with an underscore (EN:xdm/api/getting-started.md) */
	altId: string;
	/** major.minor; the major one never changes (EN:xdm/api/getting-started.md) */
	version: string;
	sandboxName: string;
	/** epoch milliseconds */
	createdAt: number;
	/** epoch milliseconds */
	updatedAt: number;
}

/** The schemas of an organisation, by sandbox. */
export class Schemas {
	private readonly stored: StoredSchema[] = [];

	/** @param now epoch milliseconds of its creation */
	add(definition: SchemaDefinition, sandboxName: string, now: number): void {
		const [tenant = '', ...rest] = definition.$id.replace('https://ns.adobe.com/', '').split('/');
		this.stored.push({
			...definition,
			altId: `_${[tenant, ...rest].join('.')}`,
			version: '1.1',
			sandboxName,
			createdAt: now,
			updatedAt: now,
		});
	}

	/** In the order of their creation. */
	in(sandboxName: string): StoredSchema[] {
		return this.stored.filter((schema) => schema.sandboxName === sandboxName);
	}

	/** @param id `$id` or `meta:altId` */
	find(id: string, sandboxName: string): StoredSchema | undefined {
		return this.in(sandboxName).find((schema) => schema.$id === id || schema.altId === id);
	}

	/** Where values can go, in the order of the schema; nothing when there is no such schema. */
	fieldsOf(id: string, sandboxName: string): SchemaField[] {
		const schema = this.find(id, sandboxName);
		return schema ? fieldsOf({ ...schema }) : [];
	}
}
