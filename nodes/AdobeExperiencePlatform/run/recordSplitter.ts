/** Longer records are cut, so that a file without line breaks does not fill the memory. */
const LONGEST_RECORD = 1_000_000;

/** At most this many blanks at the end of a line are skipped to see what follows. */
const LONGEST_BLANK = 200;

/** Where the splitter is in the text. */
type State = 'between' | 'record' | 'line' | 'skip';

/**
 * Splits a stream of text into JSON objects: one on a line, over several lines, one after another, or in a list.
 * Error files contain rows that are no valid JSON. Such a row must not swallow others, so a record with unbalanced
 * quotes or brackets ends before the next line that starts a record.
 */
export class RecordSplitter {
	private text = '';

	private at = 0;

	private start = 0;

	private state: State = 'between';

	/** Open brackets. */
	private open: string[] = [];

	private isInString = false;

	/** @returns the records that are complete, as text */
	*push(piece: string): Generator<string> {
		this.text = this.text.slice(this.start) + piece;
		this.at -= this.start;
		this.start = 0;
		yield* this.records(false);
	}

	/** @returns what is left at the end of the text */
	*end(): Generator<string> {
		yield* this.records(true);
		if (this.state === 'record' || this.state === 'line') yield this.take(this.text.length);
	}

	private *records(isEnd: boolean): Generator<string> {
		const { text } = this;
		while (this.at < text.length) {
			// Some rules depend on the next character on the line.
			const found = this.step(isEnd);
			if (found === null) return;
			if (found !== undefined && found.trim() !== '') yield found;
			if (this.state === 'between' || this.state === 'skip') this.start = this.at;
			else if (this.at - this.start > LONGEST_RECORD) {
				yield this.take(this.at);
				this.state = 'skip';
			}
		}
	}

	/** Advances to the next relevant character. Returns a record that ends there, or null if more text is needed. */
	private step(isEnd: boolean): string | undefined | null {
		switch (this.state) {
			case 'between': {
				this.goTo(/[^\s,[\]\uFEFF]/g);
				if (this.at < this.text.length) this.begin();
				return undefined;
			}
			case 'record':
				return this.stepInRecord(isEnd);
			default: {
				this.goTo(/\n/g);
				if (this.at >= this.text.length) return undefined;
				if (this.state === 'line') return this.take(this.at);
				this.state = 'between';
				return undefined;
			}
		}
	}

	private goTo(sign: RegExp): void {
		sign.lastIndex = this.at;
		this.at = sign.exec(this.text)?.index ?? this.text.length;
	}

	private begin(): void {
		this.start = this.at;
		this.state = this.text[this.at] === '{' ? 'record' : 'line';
		this.open = [];
		this.isInString = false;
	}

	private stepInRecord(isEnd: boolean): string | undefined | null {
		this.goTo(this.isInString ? /["\\\n]/g : /["{}[\]\n]/g);
		const sign = this.text[this.at];
		if (sign === undefined) return undefined;
		if (sign === '\n') return this.endOfLine(isEnd);
		if (sign === '\\') {
			// The character after a backslash has no meaning. It may come with the next piece.
			const next = this.text[this.at + 1];
			if (next === undefined && !isEnd) return null;
			this.at += next === '\n' ? 1 : 2;
			return undefined;
		}
		if (sign === '"') this.isInString = !this.isInString;
		else if (sign === '{' || sign === '[') this.open.push(sign);
		else if (this.open.at(-1) === (sign === '}' ? '{' : '[')) {
			// Brackets that match none are part of a row that is no JSON.
			if (this.open.length === 1) return this.endOfObject(isEnd);
			this.open.pop();
		}
		this.at++;
		return undefined;
	}

	/**
	 * After a record comes the end of the line, the next record, or the end of a list. Anything else belongs to the
	 * record.
	 */
	private endOfObject(isEnd: boolean): string | undefined | null {
		const rest = /[ \t\r]*(,[ \t\r]*)?/y;
		rest.lastIndex = this.at + 1;
		rest.exec(this.text);
		const next = this.text[rest.lastIndex];
		if (next === undefined && !isEnd) return null;
		if (next === undefined || /[\n{\]]/.test(next)) return this.take(this.at + 1);
		this.state = 'line';
		return undefined;
	}

	/** A record ends with its line if what follows cannot belong to it. */
	private endOfLine(isEnd: boolean): string | undefined | null {
		const next = this.text[this.at + 1];
		if (next === undefined && !isEnd) return null;
		if (next === '{' && !this.mayGoOn()) return this.take(this.at);
		// A string contains no line break, so its quotes are unbalanced.
		this.isInString = false;
		this.at++;
		return undefined;
	}

	/** Whether an object may follow here, as a value or as an entry of a list. */
	private mayGoOn(): boolean {
		if (this.isInString) return false;
		const before = this.text.slice(Math.max(this.start, this.at - LONGEST_BLANK), this.at);
		const last = before.trimEnd().slice(-1);
		return this.open.at(-1) === '[' ? last === '[' || last === ',' : last === ':';
	}

	private take(end: number): string {
		const found = this.text.slice(this.start, end);
		this.at = end;
		this.start = end;
		this.state = 'between';
		return found;
	}
}
