import { mapColumns } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/automatic';
import { OF_FILE } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fields';
import { withMissingTogether } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/checks';

const column = { path: 'a', label: 'a', type: 'string' };
const required = (path: string) => ({ path, type: 'string', required: true });

/** The problems of a file with the column `a` and of a dataset that requires these fields. */
function problemsOf(...paths: string[]) {
	const fields = [{ ...required('a'), required: false }, ...paths.map(required)];
	return mapColumns({ kind: 'automatic', pairs: [] }, [column], fields).problems;
}

describe('Required fields that are not mapped', () => {
	it('have one problem, with the advice once', () => {
		expect(withMissingTogether(problemsOf('_id', 'timestamp', 'kind'))).toEqual([
			{
				message: 'No column is mapped to 3 required fields: "_id", "timestamp", "kind"',
				description: `Is this the right dataset? ${OF_FILE.fill} ${OF_FILE.calculate} uuid() into _id; now() into timestamp.`,
			},
		]);
	});

	it('stay in the order of the problems, beside the others', () => {
		const other = { message: 'Other', description: 'Do it.' };
		const [one, two] = problemsOf('b', 'c');
		if (!one || !two) throw new Error('Both fields are required');
		const { length, 0: first, 1: together } = withMissingTogether([other, one, two]);
		expect([length, first, together?.description]).toEqual([
			2,
			other,
			`Is this the right dataset? ${OF_FILE.fill}`,
		]);
	});

	it('that are alone, and other problems, stay as they are', () => {
		const alone = problemsOf('b');
		expect(withMissingTogether(alone)).toEqual(alone);
		expect(withMissingTogether([])).toEqual([]);
	});

	it('are cut if they are many', () => {
		const paths = Array.from({ length: 500 }, (_, at) => `field${at}.timestamp`);
		const [together] = withMissingTogether(problemsOf(...paths, '_id'));
		expect(together?.message).toMatch(/501 required fields: .* and 491 more$/);
	});
});
