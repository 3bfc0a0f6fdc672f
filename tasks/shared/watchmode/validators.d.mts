/* Generated from tasks/shared/watchmode/schemas by `npm run generate`; change the schemas, not this file. */
import type { ErrorObject } from 'ajv';

/** True if a value matches its schema. If not, `errors` of the function names the faults. */
export interface Validator {
  (value: unknown): boolean;
  errors?: null | SchemaError[];
}

/** An error of Ajv, without its message and the place in the schema. */
export type SchemaError = Omit<ErrorObject, 'schemaPath' | 'message'>;

export const AccountStatus: Validator;
export const ChangesPage: Validator;
export const GenreList: Validator;
export const RegionList: Validator;
export const Releases: Validator;
export const SourceList: Validator;
export const TitleDetails: Validator;
export const TitlesPage: Validator;
