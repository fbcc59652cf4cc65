/**
 * A number of a command line.
 * @throws Error with a sentence that names the option
 */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
	const value = Number(text);
	const isGood = text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most;
	if (isGood) return value;
	throw new Error(`--${name} wants whole numbers from ${least} to ${most}, not "${text}"`);
}
