/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the local Adobe is a development tool and never part of the published package */
import { HELP, readOptions } from './cliOptions';
import { demoAwsKeys, type LocalAdobe, startLocalAdobe } from './index';

function table(rows: Array<[string, string]>): string {
	const width = Math.max(...rows.map(([name]) => name.length));
	return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

/** What a person needs in order to fill in the credential and to look inside. */
function welcome({ url, demo }: LocalAdobe): string {
	return `Local Adobe listens on ${url} (nothing here is real, nothing leaves this machine)

Endpoints
${table([
	['IMS', `${url}/ims/token/v3`],
	['Flow Service', `${url}/data/foundation/flowservice`],
	['Catalog', `${url}/data/foundation/catalog`],
	['Schema Registry', `${url}/data/foundation/schemaregistry`],
	['Data Prep', `${url}/data/foundation/conversion`],
	['Data Access', `${url}/data/foundation/export`],
	['Sandboxes', `${url}/data/foundation/sandbox-management/`],
	['AWS STS', `${url}/sts/`],
	['State, with secrets', `${url}/local/state`],
	['Journal', `${url}/local/journal`],
	['Files in the bucket (POST)', `${url}/local/files`],
	['Settings (PATCH)', `${url}/local/settings`],
])}

Demo values for the credential "Adobe Experience Platform API", with Custom Endpoints on
${table([
	['IMS URL', url],
	['Platform URL', url],
	['Organization ID', demo.organizationId],
	['Client ID', demo.clientId],
	['Client Secret', demo.clientSecret],
	['Scopes', demo.scopes],
	['Sandbox Name', demo.sandboxName],
	['S3 Access Key', demo.s3AccessKey],
	['S3 Secret Key', demo.s3SecretKey],
	['S3 Session Token', demo.s3SessionToken],
])}

Demo credentials for AWS STS (n8n's credential "AWS (IAM)")
${table([
	['Access Key ID', demoAwsKeys.awsAccessKeyId],
	['Secret Access Key', demoAwsKeys.awsSecretAccessKey],
])}

Stop with Ctrl+C.
`;
}

function explain(error: unknown, port?: number): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another with --port.`;
	if (code === 'EACCES')
		return `Port ${port} needs more rights. Choose one above 1023 with --port.`;
	return `${message}\nTry --help.`;
}

async function main(): Promise<void> {
	let port: number | undefined;
	try {
		const options = readOptions(process.argv.slice(2));
		if (options.help) {
			process.stdout.write(HELP);
			return;
		}
		port = options.port;
		const adobe = await startLocalAdobe({ ...options.settings, port });
		adobe.seedTenant();
		process.stdout.write(welcome(adobe));
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void adobe.close());
		}
	} catch (error) {
		process.stderr.write(`${explain(error, port)}\n`);
		process.exitCode = 1;
	}
}

void main();
