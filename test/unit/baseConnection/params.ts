import {
	sources,
	type AuthMethod,
	type Credential,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

export function methodOf(source: string, method: string): AuthMethod {
	const found = sources.find(({ value }) => value === source);
	return found?.methods.find(({ value }) => value === method) as AuthMethod;
}

/** A parameter of a source, by Adobe's name. */
export function paramOf(source: string, name: string): Credential {
	const methods = sources.find(({ value }) => value === source)?.methods ?? [];
	const params = methods.flatMap(({ credentials, settings }) => [...credentials, ...settings]);
	return params.find((one) => one.name === name) as Credential;
}
