import type { default as Ajv, ErrorObject } from 'ajv';

/** Whether data fits a JSON Schema, and after a `false`, why not. */
export interface Validator<T> {
	(data: unknown): data is T;
	errors?: ErrorObject[] | null;
}

/** A validator that is compiled when it is first used: compiling all of them costs a start more than all the rest. */
export function validator<T>(ajv: Ajv, schema: object): Validator<T> {
	const validate: Validator<T> = (data): data is T => {
		const compiled = ajv.compile<T>(schema);
		const fits = compiled(data);
		validate.errors = compiled.errors;
		return fits;
	};
	return validate;
}
