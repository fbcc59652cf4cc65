import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CallSettings } from '../flowService';
import type { S3Keys } from '../flowService/s3';
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

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly item: number,
		private readonly credential: CredentialValues,
	) {}

	get credentialKeys(): S3Keys {
		return this.credential.keys;
	}

	/** A text without the blanks that pasting brings along; '' where it is not set. */
	text(name: string): string {
		return asText(this.context.getNodeParameter(name, this.item, ''));
	}

	number(name: string, fallback: number): number {
		const value = Number(this.context.getNodeParameter(name, this.item, fallback));
		return Number.isFinite(value) ? value : fallback;
	}

	flag(name: string): boolean {
		return this.context.getNodeParameter(name, this.item, false) === true;
	}

	list(name: string): string[] {
		const value = this.context.getNodeParameter(name, this.item, []);
		return Array.isArray(value) ? value.map(asText).filter(Boolean) : [];
	}

	/** The entries of a collection that hold something, as texts. */
	collection(name: string): Record<string, string> {
		const entries = Object.entries(
			this.context.getNodeParameter(name, this.item, {}) as IDataObject,
		);
		return Object.fromEntries(entries.map(([key, value]) => [key, asText(value)]));
	}

	/** The ID out of the connection picker. */
	connectionId(): string {
		const id = asText(
			this.context.getNodeParameter('connectionId', this.item, '', { extractValue: true }),
		);
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
		this.optionsOfItem ??= this.context.getNodeParameter('options', this.item, {}) as IDataObject;
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
}

function asText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** User input within a message: enough to recognize it. */
export function cut(text: string): string {
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
