import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/adobe/waits';

type Bounds = { -readonly [name in keyof typeof BOUNDS]: number };

/** Shortens waits for the tests of a file or a describe block, which run in real time. */
export function useBounds(shorter: Partial<Bounds>): void {
	const real = { ...BOUNDS };
	beforeEach(() => Object.assign(BOUNDS, shorter));
	afterEach(() => Object.assign(BOUNDS, real));
}
