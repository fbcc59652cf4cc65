import type { Settings } from '../../server/settings';

/** Why a copy from a source fails. */
export type CopyCause = 'credentials' | 'network' | 'path' | 'file' | 'unknown';

/** A copy that failed, as its copy engine puts it; without `detail` it says nothing (contract.md (g), Why a run failed). */
export interface CopyFailure {
	cause: CopyCause;
	/** code 2200: in `failedInfo` and in `extensions.errors` */
	info?: string;
	/** raw text in `extensions.errorDetail` */
	detail?: string;
}

interface Text {
	errorCode: string;
	message: string;
	/** what the library below says; also the information of code 2200 */
	inner: string;
}

const NOT_FOUND: Text = {
	errorCode: 'UserErrorFileNotFound',
	message: "Cannot find the file specified. Folder path: 'landing/', File filter: 'nightly.csv'.",
	inner: 'The file that was asked for is not there.',
};
const TOO_MANY_COLUMNS: Text = {
	errorCode: 'DelimitedTextMoreColumnsThanDefined',
	message:
		"Error found when processing 'Csv/Tsv Format Text' source 'nightly.csv' with row number 2: found more columns than expected column count 1.",
	inner: 'A row has more columns than the first one.',
};
const NO_CONNECTION: Text = {
	errorCode: 'UserErrorFailedFileOperation',
	message:
		'Upload file failed at path landing/nightly.csv. Unable to connect to the remote server.',
	inner: 'The server gave no answer in the time that it has.',
};

/** Texts of Azure Data Factory's connectors, by title of the source; `*` for any other (contract.md (g)). */
const TEXTS: Record<Exclude<CopyCause, 'unknown'>, Record<string, Text>> = {
	credentials: {
		SFTP: {
			errorCode: 'SftpAuthenticationFailure',
			message: "Meet authentication failure when connect to Sftp server '192.0.2.7'.",
			inner: 'The password was refused.',
		},
		// No text for Amazon S3 is printed anywhere; these are Amazon's own codes.
		'Amazon S3': {
			errorCode: 'UserErrorFailedFileOperation',
			message:
				'Failed to read from the bucket. Status code: 403, Amazon error code: InvalidAccessKeyId.',
			inner: 'The access key is not known.',
		},
		'*': {
			errorCode: 'AzureBlobOperationFailed',
			message: 'The remote server returned an error: (403) Forbidden.',
			inner: 'The remote server refused the sign-in.',
		},
	},
	network: {
		SFTP: {
			errorCode: 'SftpNetworkIssue',
			message:
				"Meet network issue when connect to Sftp server '192.0.2.7', SocketErrorCode: 'TimedOut'.",
			inner: 'The server gave no answer in the time that it has.',
		},
		FTP: {
			errorCode: 'FtpFailedToConnectToFtpServer',
			message: "Failed to connect to FTP server '192.0.2.8'.",
			inner: 'The connection was forcibly closed by the remote host.',
		},
		'*': NO_CONNECTION,
	},
	path: { '*': NOT_FOUND },
	file: { '*': TOO_MANY_COLUMNS },
};

/**
 * A failed copy in the words of the copy engine.
 * @param source title of the source
 * @param printed whether it says anything; default: as the setting `causeText` has it
 */
export function copyFailure(
	cause: CopyCause,
	source: string,
	causeText: Settings['causeText'],
	printed?: boolean,
): CopyFailure {
	// What is usual: no text is known for keys of Amazon S3.
	const usual = causeText !== 'usual' || !(cause === 'credentials' && source === 'Amazon S3');
	if (cause === 'unknown' || !(printed ?? (causeText !== 'never' && usual))) return { cause };
	const texts = TEXTS[cause];
	const { errorCode, message, inner } = (texts[source] ?? texts['*']) as Text;
	const engine = 'Microsoft.DataTransfer.Common.Shared.HybridDeliveryException';
	return {
		cause,
		info: inner,
		detail: `ErrorCode=${errorCode},'Type=${engine},Message=${message},Source=Microsoft.DataTransfer.ClientLibrary,''Type=System.IO.IOException,Message=${inner},Source=System,'`,
	};
}
