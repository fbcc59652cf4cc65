/* eslint-disable import-x/no-unresolved -- types alone, which TypeScript finds */
// Its package.json names its types in a way that this project's module resolution does not read.
declare module 'vega-lite' {
	export { compile, type TopLevelSpec } from 'vega-lite/build/index';
}
