import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import type { CallSettings } from '../flowService';
import { isRecord } from '../flowService/json';
import type { S3Keys } from '../flowService/s3';
import { plainValue } from './plainValue';
import { Refusal } from './refusal';

const DEFAULT_TIMEOUT = 60;
const LONGEST_TIMEOUT = 600;

/** What operations may know of the credential. */
export interface CredentialValues {
	keys: S3Keys;
	sandboxName: string;
}

/** Reads the parameters of one item as the types that operations want. */
export class ItemParameters {
	private optionsOfItem: IDataObject | undefined;

	/** @param json what the item brings */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly item: number,
		private readonly json: IDataObject,
		private readonly credential: CredentialValues,
	) {}

	get credentialKeys(): S3Keys {
		return this.credential.keys;
	}

	/** A text without the blanks that pasting brings along; '' where it is not set. */
	text(name: string): string {
		return asText(this.read(name, ''));
	}

	number(name: string, fallback: number): number {
		const value = Number(this.read(name, fallback));
		return Number.isFinite(value) ? value : fallback;
	}

	flag(name: string): boolean {
		return this.read(name, false) === true;
	}

	list(name: string): string[] {
		const value = this.read(name, []);
		return Array.isArray(value) ? value.map(asText).filter(Boolean) : [];
	}

	/** The entries of a collection that hold something, as texts. */
	collection(name: string): Record<string, string> {
		const entries = Object.entries(this.read(name, {}) as IDataObject);
		return Object.fromEntries(entries.map(([key, value]) => [key, asText(value)]));
	}

	/** The ID out of the connection picker. */
	connectionId(): string {
		const picked = this.read('connectionId', '');
		const id = asText(isRecord(picked) ? picked.value : picked);
		if (id === '') {
			throw new Refusal(
				'Connection is empty',
				'Choose a connection from the list, or give its ID, for instance from a preceding Create: {{ $json.id }}.',
			);
		}
		if (/[/\\]/.test(id) || /^\.+$/.test(id)) {
			throw new Refusal(
				`Connection "${cut(id)}" is not a connection ID`,
				'An ID has no slash: give the ID alone, without any address around it.',
			);
		}
		return id;
	}

	option(name: string): unknown {
		this.optionsOfItem ??= this.read('options', {}) as IDataObject;
		return this.optionsOfItem[name];
	}

	textOption(name: string): string {
		return asText(this.option(name));
	}

	settings(): CallSettings {
		const timeout = Number(this.option('timeout') ?? DEFAULT_TIMEOUT);
		if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
			throw new Refusal(
				'Timeout is not a number of seconds that can be waited for',
				`Give a number of seconds above 0 and up to ${LONGEST_TIMEOUT}, or leave the option out for ${DEFAULT_TIMEOUT}.`,
			);
		}
		// Naming the credential's own sandbox is the same as naming none.
		const sandboxName = this.textOption('sandboxName');
		const isOther = sandboxName !== '' && sandboxName !== this.credential.sandboxName;
		return { timeout, sandboxName: isOther ? sandboxName : undefined };
	}

	private read(name: string, fallback: NodeParameterValueType): unknown {
		const { context, item } = this;
		const raw = context.getNodeParameter(name, item, fallback, { rawExpressions: true });
		return plainValue(raw, this.json) ?? context.getNodeParameter(name, item, fallback);
	}
}

function asText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** User input within a message: enough to recognize it. */
export function cut(text: string): string {
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
