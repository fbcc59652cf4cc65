// Starts the test files that take longest first, so that two workers end at about the same time. Jest knows how long
// each took only where they have run before.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = ['examples', 'healing', 'trigger', 'watching'];

const rank = ({ path }) => {
	const index = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
	return index < 0 ? LONGEST.length : index;
};

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => rank(one) - rank(other));
	}
};
