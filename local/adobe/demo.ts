import { Random } from './random';
import type { DemoCredentials, Sandbox } from './types';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';

/** A temporary or long-term key id in AWS's form. */
export function fakeKeyId(random: Random, prefix: 'ASIA' | 'AKIA'): string {
	return prefix + random.text(16, BASE32);
}

/** A secret key in AWS's form, 40 characters. */
export function fakeSecretKey(random: Random): string {
	return random.text(40, BASE64);
}

/** A session token of `length` characters. */
export function fakeSessionToken(random: Random, length = 304): string {
	return random.text(length, BASE64);
}

// Made up at start from a fixed number. No piece of 8 characters is a word, so that a search for a leaked piece of
// a secret never hits ordinary text; and no value stands in a file, where it could be taken for a real one.
const random = new Random(20_260_611);

/** Credentials that the local Adobe accepts. They open nothing anywhere else. */
export const demoCredentials: DemoCredentials = {
	organizationId: '00FAKE00DEMO00ORG0000000@AdobeOrg',
	clientId: '0fake0demo0client0id000000000000',
	clientSecret: `p8e-FAKE_${random.text(32, LETTERS)}`,
	scopes: 'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext',
	sandboxName: 'dev',
	s3AccessKey: fakeKeyId(random, 'ASIA'),
	s3SecretKey: fakeSecretKey(random),
	s3SessionToken: fakeSessionToken(random),
};

/** The long-term AWS key pair that the stand-in for AWS STS accepts. */
export const demoAwsKeys = {
	awsAccessKeyId: fakeKeyId(random, 'AKIA'),
	awsSecretAccessKey: fakeSecretKey(random),
};

/** The sandboxes of the demo organisation: `dev`, `prod`, and the one that the credentials name. */
export function demoSandboxes(sandboxName: string): Sandbox[] {
	const sandboxes: Sandbox[] = [
		{
			id: '11111111-1111-4111-8111-111111111111',
			name: 'prod',
			title: 'Production',
			type: 'production',
		},
		{
			id: '22222222-2222-4222-8222-222222222222',
			name: 'dev',
			title: 'Development',
			type: 'development',
		},
	];
	if (!sandboxes.some((sandbox) => sandbox.name === sandboxName)) {
		sandboxes.push({
			id: '33333333-3333-4333-8333-333333333333',
			name: sandboxName,
			title: sandboxName,
			type: 'development',
		});
	}
	return sandboxes;
}

/** The application that the stand-in for Azure accepts. */
export const demoAzureApp = {
	clientId: '0fake0az-0000-4000-8000-000000000000',
	clientSecret: `FAKE~${random.text(34, LETTERS)}`,
};
