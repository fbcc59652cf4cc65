import { amazonS3 } from './amazonS3';
import { azureBlob } from './azureBlob';
import { azureDataLakeGen2 } from './azureDataLakeGen2';
import { ftp } from './ftp';
import { googleCloudStorage } from './googleCloudStorage';
import { oracleObjectStorage } from './oracleObjectStorage';
import { sftp } from './sftp';
import type { Source } from './source';

/** Every source that base connections can be made for, by label; the first is the default. */
export const sources: readonly [Source, ...Source[]] = [
	amazonS3,
	azureBlob,
	azureDataLakeGen2,
	ftp,
	googleCloudStorage,
	oracleObjectStorage,
	sftp,
];

/** The source of a connection spec ID; undefined for what this node does not know. */
export function sourceOf(specId: string | undefined): Source | undefined {
	return sources.find((source) => source.specId === specId);
}
