import { platformRefusal } from '../platform/refusals';

/** How much of a schema an answer holds. */
export interface AcceptedForm {
	/** `xed-id`, `xed`, `xed-full`, … */
	form: string;
	/** as written, `1` or `1.1` */
	version?: string;
}

const LIST_FORMS = ['xed-id', 'xed'];
/** EN:xdm/api/schemas.md, lookup. */
const LOOKUP_FORMS = [
	'xed',
	'xed-full',
	'xed-notext',
	'xed-full-notext',
	'xed-full-desc',
	'xed-deprecatefield',
];

function read(header: string | undefined, forms: string[]): AcceptedForm {
	// What HTTP clients send when nobody said anything counts as missing.
	if (!header || header === '*/*') {
		throw platformRefusal(406, 'Accept header parameter is required');
	}
	const [media = '', ...parameters] = header.split(';').map((part) => part.trim());
	const form = /^application\/vnd\.adobe\.([a-z-]+)\+json$/.exec(media)?.[1] ?? '';
	if (!forms.includes(form)) {
		throw platformRefusal(406, `Unknown Accept media supplied: ${media}`);
	}
	const version = parameters
		.map((parameter) => /^version\s*=\s*"?([\d.]+)"?$/.exec(parameter)?.[1])
		.find((found) => found !== undefined);
	return { form, ...(version !== undefined && { version }) };
}

/**
 * The form of a list.
 * @throws Refusal 406 or 400 in the words of EN:xdm/troubleshooting-guide.md, Accept header errors
 */
export function listForm(header: string | undefined): AcceptedForm {
	const accepted = read(header, LIST_FORMS);
	if (accepted.version !== undefined) {
		throw platformRefusal(
			400,
			'version must not be supplied in the accept header. Example: application/vnd.adobe.xed-full+json',
		);
	}
	return accepted;
}

/**
 * The form of one schema.
 * @throws Refusal as `listForm`; the version is required here
 */
export function lookupForm(header: string | undefined): Required<AcceptedForm> {
	const { form, version } = read(header, LOOKUP_FORMS);
	if (version === undefined) {
		throw platformRefusal(
			400,
			'version must be supplied in the accept header. Example: application/vnd.adobe.xed-full-notext+json; version=1',
		);
	}
	return { form, version };
}
