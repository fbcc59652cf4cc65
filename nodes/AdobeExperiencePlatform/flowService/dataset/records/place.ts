type Step = string | number | typeof EACH;

/** All items of a list, one by one. */
const EACH = Symbol('each item');

/** A field path as steps: names, numbers of items, and `[*]` or `[]` for each item of a list. */
export function stepsOf(path: string): Step[] {
	return path.split('.').flatMap((part): Step[] => {
		const [, name = part, brackets = ''] = /^([^[\]]*)((?:\[[^[\]]*\])*)$/.exec(part) ?? [];
		const inner = [...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, text = '']): Step => {
			if (text === '*' || text === '') return EACH;
			return /^\d{1,5}$/.test(text) ? Number(text) : text.replace(/^(["'])(.*)\1$/, '$2');
		});
		return [name, ...inner];
	});
}

/** An object without inherited members, so that no name means anything but itself. */
export function emptyRecord(): Record<string, unknown> {
	return Object.create(null) as Record<string, unknown>;
}

/** Puts a value where a field path leads. */
export function place(target: Record<string, unknown>, steps: Step[], value: unknown): void {
	const [step = '', ...rest] = steps;
	target[String(step)] = placed(target[String(step)], rest, value);
}

/** What is at a place with the value put in further down. */
function placed(current: unknown, steps: Step[], value: unknown): unknown {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	if (typeof step === 'string') {
		const inner = isObject(current) ? current : emptyRecord();
		inner[step] = placed(inner[step], rest, value);
		return inner;
	}
	const list: unknown[] = Array.isArray(current) ? current : [];
	const values: unknown[] = step === EACH && Array.isArray(value) ? value : [value];
	const first = step === EACH ? 0 : step;
	for (const [offset, item] of values.entries()) {
		list[first + offset] = placed(list[first + offset], rest, item);
	}
	return list;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
