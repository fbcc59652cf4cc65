/** Something that cannot work, found before anything is written: what is wrong, and how to mend it. */
export interface Problem {
	message: string;
	mend: string;
}
