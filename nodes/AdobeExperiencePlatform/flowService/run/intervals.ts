/** Files changed after the start, up to and with the end (contract.md (g)). Epoch milliseconds. */
export interface Interval {
	start: number;
	end: number;
}

export function contains(outer: Interval, inner: Interval): boolean {
	return outer.start <= inner.start && outer.end >= inner.end;
}

export function overlaps(one: Interval, other: Interval): boolean {
	return one.start < other.end && other.start < one.end;
}

export function intersection(one: Interval, other: Interval): Interval | undefined {
	const both = { start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) };
	return both.start < both.end ? both : undefined;
}

/** What of an interval no other one has. */
export function without(whole: Interval, taken: readonly Interval[]): Interval[] {
	let left = [whole];
	for (const one of taken) {
		left = left.flatMap((part) =>
			[
				{ start: part.start, end: Math.min(part.end, one.start) },
				{ start: Math.max(part.start, one.end), end: part.end },
			].filter(({ start, end }) => start < end),
		);
	}
	return left;
}

/** The end of what is covered without a gap from the beginning of time; 0 for nothing. */
export function coveredFromStart(covered: readonly Interval[]): number {
	let end = 0;
	for (const one of [...covered].sort((a, b) => a.start - b.start)) {
		if (one.start > end) break;
		end = Math.max(end, one.end);
	}
	return end;
}
