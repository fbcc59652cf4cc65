import type { TopLevelSpec } from 'vega-lite';

import { type CaseResult, summaryOf } from './results';

const JOB_TITLES = {
	create: 'create',
	update: 'update the keys',
	updateWithEtag: 'update, etag given',
	dataflow: 'create dataflows',
	listRuns: 'list runs',
} as const;

/** Items a second by number of items, one field for each job and latency, as an SVG picture. */
export async function plot(cases: readonly CaseResult[]): Promise<string> {
	// Both are ES modules only.
	const [{ compile }, { parse, View }] = await Promise.all([import('vega-lite'), import('vega')]);
	const view = new View(parse(compile(specification(cases)).spec), { renderer: 'none' });
	const svg = await view.toSVG();
	view.finalize();
	return `${svg}\n`;
}

function specification(cases: readonly CaseResult[]): TopLevelSpec {
	const values = cases.flatMap(({ job, items, settings, results }) =>
		results.map((result) => {
			const { itemsPerSecond, spread } = summaryOf(result);
			return {
				job: JOB_TITLES[job],
				latency: `answers after ${settings.latencyMs} ms`,
				contender: result.contender.name,
				items,
				rate: itemsPerSecond,
				least: items / spread[1],
				most: items / spread[0],
			};
		}),
	);
	const order = [...new Set(values.map(({ contender }) => contender))];
	const sizes = [...new Set(values.map(({ items }) => items))];
	const y = {
		type: 'quantitative' as const,
		scale: { type: 'log' as const },
		axis: { values: [10, 100, 1_000, 10_000] },
	};
	return {
		$schema: 'https://vega.github.io/schema/vega-lite/v6.json',
		background: 'white',
		data: { values },
		facet: {
			row: { field: 'job', title: null, sort: Object.values(JOB_TITLES) },
			column: { field: 'latency', title: null, sort: null },
		},
		spec: {
			width: 260,
			height: 140,
			encoding: {
				x: {
					field: 'items',
					type: 'quantitative',
					title: 'items',
					scale: { type: 'log', nice: false },
					axis: { values: sizes },
				},
				color: {
					field: 'contender',
					type: 'nominal',
					sort: order,
					title: null,
					scale: { range: ['#d1340f', '#2f6db3', '#8a8a8a'] },
				},
			},
			layer: [
				{ mark: 'line', encoding: { y: { field: 'rate', title: 'items a second', ...y } } },
				{ mark: { type: 'point', filled: true }, encoding: { y: { field: 'rate', ...y } } },
				{ mark: 'rule', encoding: { y: { field: 'least', ...y }, y2: { field: 'most' } } },
			],
		},
		config: { legend: { orient: 'bottom' }, font: 'sans-serif' },
	};
}
