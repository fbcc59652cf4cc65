import type { IDataObject, IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';
import { asRecord, isObject, isRecord } from '../adobe/json';
import { headerProblem, TYPE_AGAIN, type ContentBody } from '../adobe/content';
import type { ExecutionCredential, CallSettings } from '../adobe/session';
import { Refusal } from '../adobe/errors/failure';
import {
	plainValue,
	asChoice,
	asFlag,
	asId,
	asList,
	asNumber,
	asRawText,
	asText,
	wrongType,
} from './values';
import { DEFAULT_TIMEOUT, LONGEST_TIMEOUT } from './commonFields';
import { readTime } from './times';

/** A file of an item, wherever n8n stores it. */
export interface BinaryFile {
	fileName: string;
	/** In bytes. */
	size(): Promise<number>;
	/** Starts from the beginning each time. */
	open(): Promise<ContentBody>;
}

interface MapperRow {
	name: string;
	/** As the workflow has it. */
	raw: unknown;
	/** Evaluates it if it is an expression. */
	read(): unknown;
}

/** Reads the parameters of one item as the types that operations need. */
export class ItemParameters {
	private optionsOfItem: Record<string, unknown> | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly item: number,
		readonly fields: IDataObject,
		readonly credential: Pick<ExecutionCredential, 'text'>,
	) {}

	text(name: string, label = name): string {
		return asText(this.read(name, ''), label);
	}

	/** A text with its spaces, but without the line end that pasting may add. */
	rawText(name: string, label: string): string {
		return asRawText(this.read(name, ''), label).replace(/\r?\n$/, '');
	}

	number(name: string, fallback: number): number {
		return asNumber(this.read(name, fallback), name, fallback);
	}

	flag(name: string): boolean {
		return asFlag(this.read(name, false), name);
	}

	/**
	 * Epoch milliseconds. Undefined for none.
	 * @param value from the form or an expression
	 */
	time(value: unknown, label: string): number | undefined {
		return readTime(asText(value, label), label, this.timeZone);
	}

	list(name: string): string[] {
		return asList(this.read(name, []), name);
	}

	/**
	 * The entries of a collection as texts.
	 * @param raw names of entries that keep their spaces
	 */
	collection(name: string, raw: readonly string[] = []): Record<string, string> {
		const entries = Object.entries(this.members(name)).map(
			([key, value]) => [key, (raw.includes(key) ? asRawText : asText)(value, key)] as const,
		);
		return Object.fromEntries(entries);
	}

	/** Infinity for Return All. */
	limit(): number {
		const limit = this.flag('returnAll') ? Infinity : this.number('limit', 50);
		if (limit >= 1) return Math.floor(limit);
		throw new Refusal('Limit must be 1 or more', 'Enter a number, or turn on Return All.');
	}

	/**
	 * The ID in a resource locator or text field.
	 * @param noun what it is the ID of, as in the label
	 * @param hasList whether the field has a list to choose from
	 */
	id(name: string, noun: string, hasList = true): string {
		const id = this.located(name, noun);
		const title = noun.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
		const label = hasList ? title : `${title} ID`;
		if (id !== '') return asId(id, label, noun);
		throw this.empty(
			name,
			label,
			`${hasList ? `Choose a ${noun} from the list, or give its ID` : `Give the ID of a ${noun}`}, for instance from a preceding node: {{ $json.id }}.`,
		);
	}

	/** The required name of what the item creates. */
	name(noun: string): string {
		const name = this.text('name');
		if (name !== '') return name;
		throw this.empty('name', 'Name', `Enter a name that distinguishes the ${noun} from others.`);
	}

	/**
	 * The refusal of an empty required field. If an expression returned nothing, it says so, since the field
	 * itself is not empty.
	 * @param description what to do about an empty field
	 */
	empty(name: string, label: string, description: string): Refusal {
		const isExpression = !this.context.isToolExecution() && this.isExpression(name);
		if (!isExpression) return new Refusal(`${label} is empty`, description);
		return new Refusal(
			`The expression in ${label} returned nothing`,
			'Open the field and check the name in the expression against the output of the node before. Fields that an item lacks return nothing.',
		);
	}

	private isExpression(name: string): boolean {
		const raw: unknown = this.context.getNodeParameter(name, this.item, '', {
			rawExpressions: true,
		});
		return String(isRecord(raw) ? raw.value : raw).startsWith('=');
	}

	/** The value of a resource locator, chosen or typed. Empty for none. */
	located(name: string, label: string): string {
		const picked = this.read(name, '');
		return asText(isRecord(picked) ? picked.value : picked, label);
	}

	/** One of some values. An expression may return any other, which is refused and not guessed. */
	choice<T extends string>(name: string, values: readonly T[]): T {
		return asChoice(this.text(name), name, values);
	}

	/** The entries of a fixed collection, with their members as texts that keep their spaces. */
	pairs(name: string, entry: string): Array<Record<string, string>> {
		const entries = this.members(name)[entry] ?? [];
		if (!Array.isArray(entries)) throw wrongType(name, entries, 'a list');
		return entries.map((members: unknown) => {
			if (!isRecord(members)) throw wrongType(name, members, 'a list of fields');
			return Object.fromEntries(
				Object.entries(members).map(([key, value]) => [key, asRawText(value, key)]),
			);
		});
	}

	/**
	 * The filled rows of a resource mapper, and the names of all rows. The schema, which may be large, is not
	 * evaluated.
	 */
	mapper(name: string): { filled: MapperRow[]; all: string[] } {
		const raw = this.context.getNodeParameter(name, this.item, {}, { rawExpressions: true });
		const whole = typeof raw === 'string' ? this.read(name, {}) : raw;
		if (!isRecord(whole)) throw wrongType(name, whole, 'a choice of columns');
		const filled = Object.entries(asRecord(whole.value)).flatMap(([row, value]) =>
			value === null || value === undefined || value === ''
				? []
				: [{ name: row.trim(), raw: value, read: () => this.evaluated(value) }],
		);
		const schema = Array.isArray(whole.schema) ? (whole.schema as unknown[]) : [];
		return { filled, all: schema.map((row) => String(asRecord(row).id)) };
	}

	private evaluated(raw: unknown): unknown {
		if (typeof raw !== 'string' || !raw.startsWith('=')) return raw;
		const known = this.context.isToolExecution() ? undefined : plainValue(raw, this.fields);
		return known ?? this.context.evaluateExpression(raw.slice(1), this.item);
	}

	/** Nodes of version 1, as 1.0.0 saved them, return what they returned then. */
	get isOfVersion1(): boolean {
		return this.context.getNode().typeVersion < 1.1;
	}

	option(name: string): unknown {
		this.optionsOfItem ??= this.members('options');
		return this.optionsOfItem[name];
	}

	textOption(name: string): string {
		return asText(this.option(name), name);
	}

	/** An option that is sent as a header. */
	header(name: string, label: string): string {
		const text = this.textOption(name);
		const problem = headerProblem(text, label);
		if (problem) throw new Refusal(problem, TYPE_AGAIN);
		return text;
	}

	flagOption(name: string): boolean {
		return asFlag(this.option(name), name);
	}

	settings(): CallSettings {
		const timeout = Number(this.option('timeout') ?? DEFAULT_TIMEOUT);
		if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
			throw new Refusal(
				`Timeout must be greater than 0 and at most ${LONGEST_TIMEOUT} seconds`,
				`Enter a number of seconds, or remove the option to use ${DEFAULT_TIMEOUT}.`,
			);
		}
		// The credential's own sandbox is the default.
		const sandboxName = this.header('sandboxName', 'Sandbox Name');
		const isOther = sandboxName !== '' && sandboxName !== this.credential.text('sandboxName');
		return { timeout, sandboxName: isOther ? sandboxName : undefined };
	}

	/** The entries of a collection as they are. Those that were not added are missing. */
	members(name: string): Record<string, unknown> {
		const value = this.read(name, {}) ?? {};
		if (isObject(value)) return value;
		throw wrongType(name, value, 'a collection of fields');
	}

	/** IANA name of the workflow's time zone. */
	get timeZone(): string {
		return this.context.getTimezone();
	}

	/** Identifies this execution of the node, also if n8n starts it again after a crash. */
	get executionKey(): string {
		const { context } = this;
		const { $runIndex: runIndex } = context.getWorkflowDataProxy(this.item) as {
			$runIndex?: number;
		};
		return JSON.stringify([
			context.getWorkflow().id,
			context.getNode().id,
			context.getExecutionId(),
			runIndex ?? 0,
		]);
	}

	/** The file of a binary field. What n8n stores elsewhere is not read yet. */
	binary(name: string): BinaryFile {
		const { helpers } = this.context;
		const data = helpers.assertBinaryData(this.item, name);
		const { id, fileName = '', data: base64 } = data;
		if (id === undefined) {
			const bytes = Buffer.from(base64, 'base64');
			return { fileName, size: async () => bytes.length, open: async () => bytes };
		}
		return {
			fileName,
			size: async () => (await helpers.getBinaryMetadata(id)).fileSize,
			open: async () => await helpers.getBinaryStream(id),
		};
	}

	read(name: string, fallback: NodeParameterValueType = ''): unknown {
		const { context, item } = this;
		const evaluated = () => context.getNodeParameter(name, item, fallback);
		// For a tool of an agent, n8n's item holds the agent's words, and $json is another item.
		if (context.isToolExecution()) return evaluated();
		const raw = context.getNodeParameter(name, item, fallback, { rawExpressions: true });
		return plainValue(raw, this.fields) ?? evaluated();
	}
}
