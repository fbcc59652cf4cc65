/** Longer records are cut, so that a file without an end of a record does not fill the memory. */
const LONGEST_RECORD = 1_000_000;

/** Blanks at the end of a line that are looked past. */
const LONGEST_BLANK = 200;

/** Where the splitter is in the text. */
type State = 'between' | 'record' | 'line' | 'skip';

/**
 * Cuts a text that comes in pieces into the records in it: JSON objects, one to a line, over several lines, one
 * after the other, or in a list. Error files hold rows that are no JSON, which must not take others with them: a
 * record whose quotes or brackets do not match ends before the next line that begins another one.
 */
export class RecordSplitter {
	private text = '';

	private at = 0;

	private start = 0;

	private state: State = 'between';

	/** Brackets that are open. */
	private open: string[] = [];

	private isInString = false;

	/** @returns the records that are complete by now, each as its text */
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
			// Some rules look at what follows, as far as the next sign on the line.
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

	/** Goes on to the next sign that matters; gives a record that ends there, or null to wait for more text. */
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
			// The sign behind a backslash has no meaning; at the end of a piece it is still to come.
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

	/** Behind a record comes the end of the line, the next record, or the end of a list; anything else is part of it. */
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
		// A string holds no line break: its quotes do not match.
		this.isInString = false;
		this.at++;
		return undefined;
	}

	/** Whether an object may follow where the text is: as a value, or as an entry of a list. */
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
