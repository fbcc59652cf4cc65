import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import type { CallSettings } from '../flowService';
import { isRecord } from '../flowService/json';
import type { S3Keys } from '../flowService/s3';
import { plainValue } from './plainValue';
import { Refusal } from './refusal';
import { asFlag, asList, asNumber, asRawText, asText, wrongType } from './values';

const DEFAULT_TIMEOUT = 60;
const LONGEST_TIMEOUT = 600;

/** What operations may know of the credential. */
export interface CredentialValues {
	keys: S3Keys;
	sandboxName: string;
}

/** Reads the parameters of one item as the types that operations want. */
export class ItemParameters {
	private optionsOfItem: Record<string, unknown> | undefined;

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

	text(name: string): string {
		return asText(this.read(name, ''), name);
	}

	number(name: string, fallback: number): number {
		return asNumber(this.read(name, fallback), name, fallback);
	}

	flag(name: string): boolean {
		return asFlag(this.read(name, false), name);
	}

	list(name: string): string[] {
		return asList(this.read(name, []), name);
	}

	/**
	 * The entries of a collection as texts.
	 * @param raw names of those in which blanks count
	 */
	collection(name: string, raw: readonly string[] = []): Record<string, string> {
		const entries = Object.entries(this.members(name)).map(
			([key, value]) => [key, (raw.includes(key) ? asRawText : asText)(value, key)] as const,
		);
		return Object.fromEntries(entries);
	}

	/** The ID out of the connection picker. */
	connectionId(): string {
		const picked = this.read('connectionId', '');
		const id = asText(isRecord(picked) ? picked.value : picked, 'connection');
		if (id === '') {
			throw new Refusal(
				'Connection is empty',
				'Choose a connection from the list, or give its ID, for instance from a preceding Create: {{ $json.id }}.',
			);
		}
		// Not quoted: what has a slash may be a secret key that went to the wrong field.
		if (/[/\\]/.test(id) || /^\.+$/.test(id)) {
			throw new Refusal(
				'Connection is not a connection ID',
				'An ID has no slash and is more than dots: give the ID alone, without any address around it.',
			);
		}
		return id;
	}

	option(name: string): unknown {
		this.optionsOfItem ??= this.members('options');
		return this.optionsOfItem[name];
	}

	textOption(name: string): string {
		return asText(this.option(name), name);
	}

	flagOption(name: string): boolean {
		return asFlag(this.option(name), name);
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

	private members(name: string): Record<string, unknown> {
		const value = this.read(name, {}) ?? {};
		if (isRecord(value) && !Array.isArray(value)) return value;
		throw wrongType(name, value, 'a collection of fields');
	}

	private read(name: string, fallback: NodeParameterValueType): unknown {
		const { context, item } = this;
		const evaluated = () => context.getNodeParameter(name, item, fallback);
		// As a tool of an agent, the node is handed the agent's words as its item, and $json is another one.
		if (context.isToolExecution()) return evaluated();
		const raw = context.getNodeParameter(name, item, fallback, { rawExpressions: true });
		return plainValue(raw, this.json) ?? evaluated();
	}
}
