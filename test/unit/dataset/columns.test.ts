import { itemColumns } from '../../../nodes/AdobeExperiencePlatform/dataset/records/records';
import { schemaFields } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';

describe('Fields of items', () => {
	it('are opened by their names, but lists, dates and maps are values', () => {
		class Odd {
			inner = 1;
		}
		const when = new Date(0);
		const bare = Object.assign(Object.create(null) as object, { y: 1 });
		const columns = itemColumns(
			[
				{ a: { b: 1, 'c d': [{ x: 1 }] }, when, odd: new Odd(), bare, points: { gold: 1 } },
				{ a: { b: 2 } },
			],
			schemaFields({ properties: { points: { type: 'object', 'meta:xdmType': 'map' } } }),
			[],
		);
		expect(columns.map(({ label }) => label)).toEqual([
			'a.b',
			'a.c d',
			'when',
			'odd',
			'bare.y',
			'points',
		]);
	});

	it('are taken as a whole if a pair names them', () => {
		const columns = itemColumns([{ a: { b: 1 }, c: { d: 1 } }], [], ['a']);
		expect(columns.map(({ label }) => label)).toEqual(['a', 'c.d']);
	});

	it('are opened 20 levels deep at most', () => {
		const deep = Array.from({ length: 30 }).reduce<object>((inner) => ({ n: inner }), {});
		const [column, ...more] = itemColumns([{ ...deep }], [], []);
		expect(column?.names).toHaveLength(20);
		expect(more).toEqual([]);
	});
});
