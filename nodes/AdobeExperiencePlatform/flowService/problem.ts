/** Something that cannot work, found before anything is written: what is wrong, and how to mend it. */
export interface Problem {
	message: string;
	mend: string;
}

/** The first of some problems, which tells the others with it; undefined where there is none. */
export function joined([first, ...more]: readonly Problem[]): Problem | undefined {
	if (!first) return undefined;
	const others = more.map(({ message, mend }) => `${message}. ${mend}`);
	return { message: first.message, mend: [first.mend, ...others].join(' ') };
}
