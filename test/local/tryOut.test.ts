import { otherExamples } from '../../local/tryOut';

const examples = otherExamples({ url: 'http://127.0.0.1:1' });

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
