import { otherExamples, tryOutWorkflows } from '../../local/tryOut';
import { boxOf, overlaps } from '../support/canvas';

const adobe = { url: 'http://127.0.0.1:1' };
const examples = otherExamples(adobe);

it('deactivates only what sends through an account of a person, so that the rest runs', () => {
	const off = examples.flatMap(({ id, nodes }) =>
		nodes.filter(({ disabled }) => disabled).map(({ name }) => `${id}: ${name}`),
	);
	expect(off).toEqual(['healthReport: Send to Slack', 'healthReport: Send by e-mail']);
});

it('stores executions, so that a person can look at them', () => {
	expect(examples.length).toBeGreaterThan(10);
	for (const { settings } of examples) expect(settings).toEqual({ executionOrder: 'v1' });
});

it('calls local services in nodes only, so that notes say what holds elsewhere', () => {
	const all = [...examples, ...tryOutWorkflows(adobe)];
	const localIn = (isNote: boolean) =>
		all.flatMap(({ id, nodes }) =>
			nodes
				.filter(({ type }) => type.endsWith('.stickyNote') === isNote)
				.filter(({ parameters }) => JSON.stringify(parameters).includes(adobe.url))
				.map(({ name }) => `${id}: ${name}`),
		);
	expect(localIn(true)).toEqual([]);
	expect(localIn(false)).toContain('rotateAzureSas: New signature from Azure');
});

it('reports the runs of today, and says so everywhere', () => {
	const report = examples.find(({ id }) => id === 'dailyIngestReport');
	const runs = report?.nodes.find(({ name }) => name === 'Today’s runs');
	expect(runs?.parameters.filters).toEqual({ startedAfter: '={{ $today.toISO() }}' });
	expect(JSON.stringify(report)).not.toMatch(/yesterday/i);
	expect(report?.connections).toHaveProperty('Today’s runs');
});

it('has a layout in which nothing covers anything else', () => {
	for (const { nodes } of tryOutWorkflows(adobe)) {
		expect(overlaps(nodes.map((node) => boxOf(node, false)))).toEqual([]);
	}
});
