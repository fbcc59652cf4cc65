/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { N8N_VERSIONS, NEWEST_N8N, type N8nVersion } from '../../../local/n8n/versions';

/** The n8n that the tests run against: the one that TEST_N8N names, else the newest. */
export function versionUnderTest(): N8nVersion {
	const { TEST_N8N: wanted = NEWEST_N8N } = process.env;
	const version = N8N_VERSIONS.find((known) => known === wanted);
	if (version) return version;
	throw new Error(`TEST_N8N is ${wanted}, but the tests know only ${N8N_VERSIONS.join(' and ')}.`);
}

/** Registers tests of things that always run the newest n8n: with another one they would only run a second time. */
export const describeOnNewest = (name: string, tests: () => void): void =>
	(versionUnderTest() === NEWEST_N8N ? describe : describe.skip)(name, tests);
