/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files that people import */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EXAMPLES, readExample } from '../../local/demo';
import type { NodeEntry, WorkflowEntry } from '../../local/n8n/entries';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';
import { boxOf, overlaps } from '../support/canvas';
import { interfaceOf, interfacesOf } from '../support/interfaceOf';
import { parameterProblems } from '../support/parameterProblems';

const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
const OURS = /^n8n-nodes-adobe-experience-platform\.adobeExperiencePlatform(Tool|Trigger)?$/;
const known = interfacesOf(new AdobeExperiencePlatform().description.properties);
const ofTrigger = interfaceOf(new AdobeExperiencePlatformTrigger().description.properties);
/** What n8n adds to a node that is used as a tool. */
const ofTools = {
	descriptionType: { type: 'options', default: 'auto', values: ['auto', 'manual'] },
	toolDescription: { type: 'string', default: '' },
};
/** What n8n adds to a node that polls. */
const ofPolling = { pollTimes: { type: 'fixedCollection', default: {} } };
/** Names for a reader, IDs that mean nothing elsewhere: n8n asks for a credential after the import. */
const PLACEHOLDERS = [
	{ id: 'adobePlatformDemo', name: 'Adobe Experience Platform account' },
	{ id: 'awsDemo', name: 'AWS account' },
	{ id: 'azureDemo', name: 'Azure account' },
	{ id: 'imapDemo', name: 'IMAP account' },
	{ id: 'openAiDemo', name: 'OpenAI account' },
	{ id: 'slackDemo', name: 'Slack account' },
	{ id: 'smtpDemo', name: 'SMTP account' },
];

const isNote = ({ type }: NodeEntry) => type === 'n8n-nodes-base.stickyNote';

type Links = Record<string, Record<string, Array<Array<{ node: string }>>>>;

function linksOf({ connections }: WorkflowEntry) {
	return Object.entries(connections as Links).flatMap(([from, kinds]) =>
		Object.entries(kinds).flatMap(([kind, outputs]) =>
			outputs.flat().map(({ node }) => ({ from, kind, to: node })),
		),
	);
}

it('finds all examples', () => {
	expect(files).toHaveLength(16);
});

describe.each(files)('%s', (file) => {
	const example = readExample(file);
	const { nodes } = example;
	const names = nodes.map(({ name }) => name);

	it('has a name, and a note that says first what it is for', () => {
		expect(example.name).toMatch(/\S/);
		const [first] = nodes.filter(isNote);
		expect(first?.parameters.content).toMatch(/^## .+\n\n/);
		expect(first?.parameters.content).toMatch(/before you run it/i);
	});

	it('is inactive and holds no data of a run', () => {
		expect(example).toMatchObject({ active: false, pinData: {} });
	});

	it('gives our node only parameters and values that it has', () => {
		const ours = nodes.filter(({ type }) => OURS.test(type));
		expect(ours.length).toBeGreaterThan(0);
		for (const { name, type, typeVersion, parameters } of ours) {
			expect(typeVersion).toBe(type.endsWith('Trigger') ? 1 : 1.1);
			const { '*': common, ...operations } = known[String(parameters.resource)] ?? {};
			const fields = type.endsWith('Trigger')
				? { ...ofTrigger['*'], ...ofPolling }
				: {
						...common,
						...operations[String(parameters.operation)],
						...(type.endsWith('Tool') && ofTools),
					};
			expect([name, ...parameterProblems(parameters, fields)]).toEqual([name]);
		}
	});

	it('names each node once, and links and expressions name nodes that exist', () => {
		expect(new Set(names).size).toBe(names.length);
		for (const { from, to } of linksOf(example)) {
			expect(names).toEqual(expect.arrayContaining([from, to]));
		}
		const mentioned = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)];
		for (const [, name] of mentioned) expect(names).toContain(name);
	});

	it('links every node but triggers and notes from somewhere', () => {
		const linked = linksOf(example).flatMap(({ from, kind, to }) => (kind === 'main' ? to : from));
		const loose = nodes.filter(
			(node) =>
				!isNote(node) &&
				!/trigger$|emailReadImap$|\.webhook$/i.test(node.type) &&
				!linked.includes(node.name),
		);
		expect(loose).toEqual([]);
	});

	it('has a layout in which nothing covers anything else', () => {
		const subNodes = linksOf(example).filter(({ kind }) => kind !== 'main');
		const boxes = nodes.map((node) =>
			boxOf(
				node,
				subNodes.some(({ from }) => from === node.name),
			),
		);
		expect(overlaps(boxes)).toEqual([]);
	});

	it('holds no secret, and of credentials placeholders only', () => {
		const used = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
		for (const credential of used) expect(PLACEHOLDERS).toContainEqual(credential);
		const text = readFileSync(join(EXAMPLES, file), 'utf8');
		const keyIds = text.match(/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g) ?? [];
		// A secret of AWS or Adobe, or a token: long, with capitals, small letters and digits.
		const long = text.match(/[A-Za-z0-9+/_-]{32,}/g) ?? [];
		const secrets = long.filter(
			(word) => /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word),
		);
		expect([...keyIds, ...secrets].filter((word) => !word.includes('FAKE'))).toEqual([]);
		expect(text).not.toMatch(/p8e-|Bearer /);
	});
});
